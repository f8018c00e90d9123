// SPDX-License-Identifier: GPL-3.0-or-later
// The real server in a folder of its own, and requests to it.
import { execFileSync, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Identity } from './identity.mjs'

export class Server {
  constructor(binary, signer, policies) {
    this.binary = binary
    this.signer = signer
    this.folder = mkdtempSync(join(tmpdir(), 'redress-contract-'))
    this.arguments = ['--data', join(this.folder, 'data'), '--policies', policies]
  }

  async start() {
    const log = openSync(join(this.folder, 'log'), 'a')
    const settings = join(this.folder, 'oidc.json')
    this.identity = new Identity()
    await this.identity.start(settings)
    const socket = await this.startSigner()
    this.process = spawn(this.binary, ['serve', '--port', '0', '--oidc', settings, '--signer', socket, ...this.arguments], {
      stdio: ['ignore', 'pipe', log]
    })
    closeSync(log)
    const ended = once(this.process, 'exit').then(([status]) => {
      throw new Error(`the server ended with ${status}: ${this.log()}`)
    })
    ended.catch(() => {})
    const [line] = await Promise.race([once(createInterface(this.process.stdout), 'line'), ended])
    this.url = new URL(line)
  }

  // redress-signer, with a key of its own. Returns where it listens.
  async startSigner() {
    const [key, state, socket] = ['signer.key', 'signer', 'signer.socket'].map((name) => join(this.folder, name))
    execFileSync(this.signer, ['generate', 'redress.example/audit', '--key', key])
    this.signing = spawn(this.signer, ['serve', '--key', key, '--state', state, '--socket', socket], {
      stdio: ['ignore', 'pipe', 'inherit']
    })
    await once(createInterface(this.signing.stdout), 'line')
    return socket
  }

  log() {
    return readFileSync(join(this.folder, 'log'), 'utf8')
  }

  // A command of redress-server against the one that serves.
  admin(words, input = '') {
    return execFileSync(this.binary, [...words, ...this.arguments], { input, encoding: 'utf8' }).trim()
  }

  async stop() {
    if (this.process?.exitCode === null) {
      const exited = once(this.process, 'exit')
      this.process.kill('SIGTERM')
      const [status] = await exited
      if (status !== 0) throw new Error(`the server ended with ${status}: ${this.log()}`)
    }
    this.identity?.stop()
    this.signing?.kill('SIGTERM')
    rmSync(this.folder, { recursive: true, force: true })
  }

  // { status, headers, body: Buffer }. `chunked` sends without a length; `announce` announces a
  // length and sends nothing unless the server asks for it.
  send(method, path, headers, body, { chunked = false, announce } = {}) {
    return new Promise((fulfil, reject) => {
      const sent = { ...headers }
      if (announce !== undefined) Object.assign(sent, { 'content-length': announce, expect: '100-continue' })
      else if (chunked) sent['transfer-encoding'] = 'chunked'
      else if (body !== undefined) sent['content-length'] = Buffer.byteLength(body)
      const request = http.request(
        { host: this.url.hostname, port: this.url.port, method, path, headers: sent, agent: false },
        (response) => {
          const parts = []
          response.on('data', (part) => parts.push(part))
          response.on('error', reject)
          response.on('end', () => {
            fulfil({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) })
            request.destroy()
          })
        }
      )
      request.on('error', reject)
      if (announce !== undefined) request.flushHeaders()
      else request.end(body)
    })
  }
}
