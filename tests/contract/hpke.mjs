// SPDX-License-Identifier: GPL-3.0-or-later
// Seals as a desk does, with other code than a desk's: HPKE (RFC 9180), base mode, by node:crypto.
import { createCipheriv, createHmac, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto'

const KEM = Buffer.from('KEM\0\x20', 'latin1')
const SUITE = Buffer.from('HPKE\0\x20\0\x01\0\x01', 'latin1')
const hmac = (key, ...parts) => createHmac('sha256', key).update(Buffer.concat(parts)).digest()
const extract = (suite, salt, label, ikm) => hmac(salt, Buffer.from('HPKE-v1'), suite, Buffer.from(label), ikm)

// Never more than one block of SHA-256 is wanted.
function expand(suite, key, label, info, length) {
  const labeled = [Buffer.from([0, length]), Buffer.from('HPKE-v1'), suite, Buffer.from(label), info]
  return hmac(key, ...labeled, Buffer.from([1])).subarray(0, length)
}

const bytesOf = (key) => Buffer.from(key.export({ format: 'jwk' }).x, 'base64url')

// The sealed text, in base64, for the receiver's public key in hex digits.
export function seal(hex, info, text) {
  const receiver = Buffer.from(hex, 'hex')
  const { privateKey, publicKey } = generateKeyPairSync('x25519')
  const other = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: receiver.toString('base64url') }, format: 'jwk' })
  const dh = diffieHellman({ privateKey, publicKey: other })
  const mine = bytesOf(publicKey)
  const shared = expand(KEM, extract(KEM, '', 'eae_prk', dh), 'shared_secret', Buffer.concat([mine, receiver]), 32)
  const context = Buffer.concat([Buffer.from([0]), extract(SUITE, '', 'psk_id_hash', Buffer.alloc(0)),
    extract(SUITE, '', 'info_hash', Buffer.from(info))])
  const secret = extract(SUITE, shared, 'secret', Buffer.alloc(0))
  const cipher = createCipheriv('aes-128-gcm', expand(SUITE, secret, 'key', context, 16),
    expand(SUITE, secret, 'base_nonce', context, 12))
  return Buffer.concat([mine, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64')
}
