// SPDX-License-Identifier: GPL-3.0-or-later
// Every operation is given what it has to refuse; each refusal is a problem body that the contract
// names.
import { strict as assert } from 'node:assert'

const SAMPLE_PARAMS = {
  id: 'T-1', sha256: '0'.repeat(64), platform: 'kameng', external_id: 'none', flow: 'kameng-virtual', version: 1
}

function paramsOf(operation) {
  const names = operation.parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name)
  return Object.fromEntries(names.map((name) => [name, SAMPLE_PARAMS[name]]))
}

const takesJson = (operation) => operation.bodyTypes.includes('application/json')
const takesFile = (operation) => operation.bodyTypes.length > 0 && !takesJson(operation)

// [status, code, when, what to send]
const CASES = [
  [401, 'sign_in_required', (op) => op.access !== 'anyone', () => ({ as: null })],
  [401, 'sign_in_required', (op) => op.access === 'account', () => ({ as: 'kameng' })],
  [401, 'sign_in_required', (op) => op.access === 'connector', () => ({ as: 'agent' })],
  [404, 'not_found', (op) => op.access === 'connector', () => ({ as: 'cainiao' })],
  [400, 'protocol_missing', (op) => op.isProtocol, () => ({ headers: { 'redress-protocol': undefined } })],
  [426, 'protocol_unsupported', (op) => op.isProtocol, () => ({ headers: { 'redress-protocol': '2' } })],
  [400, 'no_upgrade', () => true, () => ({ headers: { upgrade: 'h2c', connection: 'upgrade' } })],
  [431, 'headers_too_large', () => true, () => ({ headers: { 'x-fill': 'x'.repeat(17000) } })],
  [400, 'body_unexpected', (op) => op.bodyTypes.length === 0, () => ({ file: '{}', type: 'application/json' })],
  [400, 'invalid', takesJson, () => ({ file: '{"a":1,"a":2}', type: 'application/json' })],
  [415, 'media_type', takesJson, () => ({ file: '{}', type: 'text/plain' })],
  [413, 'body_too_large', takesJson, () => ({ file: ' '.repeat(300000), type: 'application/json' })],
  [411, 'length_required', (op) => op.bodyTypes.length > 0,
    () => ({ file: '{}', type: 'application/json', options: { chunked: true } })],
  [413, 'body_too_large', takesFile, () => ({ type: 'image/png', options: { announce: 64 * 1024 * 1024 + 1 } })]
]

const withBody = (operation, extra) => {
  const needsBody = operation.bodyTypes.length > 0 && extra.file === undefined && extra.options === undefined
  return needsBody ? { file: '{}', type: operation.bodyTypes[0], ...extra } : extra
}

export function refusals(driver) {
  const steps = CASES.map(([status, code, applies, extra]) => [
    `${status} ${code}`,
    async () => {
      const operations = [...driver.operations.values()].filter(applies)
      assert.ok(operations.length > 0)
      for (const operation of operations) {
        const { headers = {}, ...rest } = withBody(operation, extra())
        const clean = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined))
        const answer = await driver.raw(operation.id, status, {
          params: paramsOf(operation), headers: clean, noProtocol: 'redress-protocol' in headers, ...rest
        })
        assert.equal(answer.json.code, code, operation.id)
      }
    }
  ])
  return [
    ...steps,
    ['405 and 404 for what is not in the contract', async () => {
      for (const operation of driver.operations.values()) {
        const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => SAMPLE_PARAMS[name])
        const answer = await driver.server.send('PROPFIND', path, { 'redress-protocol': '1' })
        assert.equal(answer.status, 405, operation.id)
        assert.match(answer.headers.allow, new RegExp(`\\b${operation.method}\\b`))
        const nowhere = await driver.server.send('GET', `${path}/x/y/z`, { 'redress-protocol': '1' })
        assert.equal(nowhere.status, 404, operation.id)
        assert.equal(nowhere.headers['content-type'], 'application/problem+json')
      }
    }],
    ['values out of range', async () => {
      await driver.call('getChanges', 400, { query: { limit: 0 }, invalid: true })
      await driver.call('getChanges', 400, { query: { limit: 501 }, invalid: true })
      await driver.call('getChanges', 400, { query: { wait: 26 }, invalid: true })
      await driver.call('search', 400, { query: {}, invalid: true })
      await driver.call('search', 400, { query: { q: 'x'.repeat(201) }, invalid: true })
      await driver.call('search', 400, { query: { q: 'x', state: 'lost' }, invalid: true })
      await driver.call('getTicket', 404, { params: { id: 'T-0' }, invalid: true })
      await driver.call('getTicket', 404, { params: { id: 'x' }, invalid: true })
      const commands = Array.from({ length: 51 }, () => ({}))
      await driver.call('sendCommands', 422, { json: { commands }, invalid: true })
      await driver.call('sendCommands', 400, { json: { commands: 'none' }, invalid: true })
      await driver.call('signIn', 400, { json: { name: 'agent' }, invalid: true })
      await driver.call('signIn', 401, { json: { name: 'agent', password: 'wrong' } })
    }],
    ['roles', async () => {
      for (const id of ['getChanges', 'search']) {
        await driver.call(id, 403, { query: id === 'search' ? { q: 'x' } : {}, as: 'admin' })
      }
    }]
  ]
}
