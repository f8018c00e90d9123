// SPDX-License-Identifier: GPL-3.0-or-later
// An identity provider, as far as a server asks one, with a library of its own for signatures.
import { createSign, generateKeyPairSync, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import http from 'node:http'

const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')

export class Identity {
  async start(path) {
    const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
    this.key = pair.privateKey
    const keys = { keys: [{ ...pair.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] }
    this.http = http.createServer((request, response) => {
      const about = { issuer: this.issuer, jwks_uri: `${this.issuer}/keys` }
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(request.url.endsWith('/keys') ? keys : about))
    })
    this.http.listen(0, '127.0.0.1')
    await once(this.http, 'listening')
    this.issuer = `http://127.0.0.1:${this.http.address().port}`
    writeFileSync(path, JSON.stringify({
      issuer: this.issuer, client_id: 'redress-desk', title: 'Example', roles: { agents: 'agent', leads: 'supervisor' },
      platforms: { cards: ['kameng'] }
    }))
  }

  // `changes` take the place of claims.
  sign(changes = {}, header = {}) {
    const now = Math.floor(Date.now() / 1000)
    const text = `${encode({ alg: 'RS256', kid: 'k1', ...header })}.${encode({
      iss: this.issuer, aud: 'redress-desk', sub: 'u-1', iat: now, exp: now + 300, nonce: 'n', jti: randomUUID(),
      preferred_username: 'zhao', name: '赵', groups: ['agents', 'cards'], ...changes
    })}`
    return `${text}.${createSign('RSA-SHA256').update(text).sign(this.key).toString('base64url')}`
  }

  stop() {
    this.http.close()
    this.http.closeAllConnections()
  }
}
