// SPDX-License-Identifier: GPL-3.0-or-later
// Drives every operation of data/api/openapi.yaml against the real server and checks each request
// and each answer. Environment: REDRESS_SERVER_BIN and
// REDRESS_SIGNER_BIN, the programs. Prints TAP.
import { strict as assert } from 'node:assert'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { refusals } from './refusals.mjs'
import { Server } from './server.mjs'
import { stories } from './stories.mjs'

const source = fileURLToPath(new URL('../..', import.meta.url))
const PASSWORD = 'correct horse battery'

export class Driver {
  constructor(server, operations) {
    this.server = server
    this.operations = operations
    this.tokens = {}
  }

  token(operation, as) {
    if (as === null || operation.access === 'anyone') return undefined
    return this.tokens[as ?? (operation.access === 'connector' ? 'kameng' : 'agent')]
  }

  // Sends one request and checks it and its answer. `invalid`: the request breaks the contract on
  // purpose. Returns { status, headers, body, json }.
  async call(id, expected, { params = {}, query = {}, headers = {}, json, file, type, as, invalid, noProtocol, options } = {}) {
    const operation = this.operations.get(id)
    assert.ok(operation, `no operation ${id}`)
    const all = { ...(operation.isProtocol && !noProtocol ? { 'redress-protocol': '1' } : {}), ...headers }
    const bodyType = type ?? (json !== undefined ? 'application/json' : undefined)
    if (!invalid) {
      const problem = operation.checkRequest({ params, query, headers: all, body: json ?? file?.toString(), type: bodyType })
      assert.equal(problem, undefined, `${id}: the request: ${problem}`)
    }
    const token = this.token(operation, as)
    if (token !== undefined) all.authorization = `Bearer ${token}`
    if (bodyType !== undefined) all['content-type'] = bodyType
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name]))
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString()
    const answer = await this.server.send(
      operation.method, search ? `${path}?${search}` : path, all,
      json !== undefined ? JSON.stringify(json) : file, options
    )
    const problem = operation.checkAnswer(answer)
    assert.equal(problem, undefined, `${id}: the answer: ${problem}`)
    assert.equal(answer.status, expected, `${id}: ${answer.body}`)
    if (token !== undefined && operation.access === 'account' && expected < 400) {
      assert.match(answer.headers['redress-grants-version'] ?? '', /^[0-9]+$/, `${id}: Redress-Grants-Version`)
    }
    if (answer.status !== 206 && answer.headers['content-type']?.includes('json')) answer.json = JSON.parse(answer.body)
    return answer
  }

  // As call(), for requests that break the contract and perhaps say nothing of the protocol.
  raw(id, expected, { noProtocol, ...request }) {
    return this.call(id, expected, { ...request, noProtocol, invalid: true })
  }

  async signIn(name) {
    const answer = await this.call('signIn', 201, { json: { name, password: PASSWORD } })
    this.tokens[name] = answer.json.access_token
    return answer.json
  }
}

function addAccounts(server, driver) {
  for (const role of ['agent', 'supervisor', 'auditor', 'admin']) {
    server.admin(['user', 'add', role, '--role', role, '--scopes', 'all', '--password-stdin'], PASSWORD)
  }
  for (const platform of ['kameng', 'cainiao']) driver.tokens[platform] = server.admin(['key', 'add', platform])
}

// Ids and codes may stand in the log of the server; nothing that a customer or a platform said. No
// word here may be made of hexadecimal digits alone: the log is full of random ids.
function checkLog(server, driver) {
  const log = server.log()
  assert.match(log, /"event":"request"/)
  assert.match(log, /"ticket":"T-1"/)
  const words = ['客户', 'customer-4821', 'player-774821', '点卡', '充值', '撤回', '复核', 'C/1', 'C%2F1', 'order-C', PASSWORD, ...Object.values(driver.tokens)]
  for (const word of words) assert.ok(!log.includes(word), `the log says ${word}`)
}

// A code that the server can answer with and that the contract does not name is a surprise.
function checkCodes(codes) {
  const folder = `${source}/src/server`
  for (const name of readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.c'))) {
    for (const [, code] of readFileSync(`${folder}/${name}`, 'utf8').matchAll(/\b[45]\d\d,\s*"([a-z_]+)"/g)) {
      assert.ok(codes.includes(code), `${name} answers ${code}, which the contract does not name`)
    }
  }
}

async function run(steps) {
  let failed = 0
  console.log(`1..${steps.length}`)
  for (const [number, [name, step]] of steps.entries()) {
    try {
      await step()
      console.log(`ok ${number + 1} - ${name}`)
    } catch (error) {
      failed += 1
      console.log(`not ok ${number + 1} - ${name}`)
      for (const line of String(error.stack).split('\n')) console.log(`# ${line}`)
    }
  }
  return failed
}

async function main() {
  const binary = process.env.REDRESS_SERVER_BIN
  if (!binary) {
    console.error('REDRESS_SERVER_BIN has to name redress-server')
    return 2
  }
  if (!existsSync(new URL('node_modules', import.meta.url))) {
    console.log('1..0 # SKIP the validators are missing: npm ci in tests/contract')
    return 0
  }
  const { loadOperations } = await import('./api.mjs')
  const operations = loadOperations(`${source}/data/api/openapi.yaml`)
  const server = new Server(binary, process.env.REDRESS_SIGNER_BIN, `${source}/tests/server/data/policies`)
  await server.start()
  const driver = new Driver(server, operations)
  try {
    addAccounts(server, driver)
    for (const name of ['agent', 'supervisor', 'auditor', 'admin']) await driver.signIn(name)
    const everyOperation = [...operations.values()].map((operation) => [
      `${operation.method} ${operation.path} was driven`,
      () => {
        const statuses = [...operation.seen.keys()].sort()
        console.log(`# ${operation.id}: ${statuses.join(' ')}`)
        assert.ok(statuses.some((status) => status < 300), 'no good answer was seen')
      }
    ])
    const last = [
      ['the log tells nothing of customers', () => checkLog(server, driver)],
      ['the codes of the sources are those of the contract', () => checkCodes(operations.codes)]
    ]
    const failed = await run([...stories(driver), ...refusals(driver), ...everyOperation, ...last])
    if (failed > 0) console.log(server.log().replace(/^/gm, '# '))
    return failed > 0 ? 1 : 0
  } finally {
    await server.stop()
  }
}

process.exitCode = await main()
