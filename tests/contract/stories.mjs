// SPDX-License-Identifier: GPL-3.0-or-later
// What desks and platforms really do, operation by operation.
import { strict as assert } from 'node:assert'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import { seal } from './hpke.mjs'

const NOT_THERE = '0'.repeat(64)
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9i18U1AAAAABJRU5ErkJggg==', 'base64')
const LOG = Buffer.from(JSON.stringify({
  source: 'channel', entries: [{ at: '2026-09-28T01:29:00Z', key: 'result', value: 'timeout' }]
}))

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

// RFC 9562, version 7.
function commandId() {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = (bytes[6] & 0x0f) | 0x70
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

// RFC 8785, with integers alone.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`
}

const byFirst = (a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] < b[1] ? -1 : 1)

// The digest of what an agent saw; `findings` as the policy of tests/server/data says.
function seenDigest(ticket, policySha256, findings) {
  return sha256(canonical({
    v: 1, ticket: ticket.id, version: ticket.version, round: ticket.round, policy_sha256: policySha256,
    facts: ticket.facts.map((fact) => [fact.name, fact.value, fact.as_of ?? null]).sort(byFirst),
    evidence: ticket.evidence.map((piece) => [piece.slot, piece.sha256]).sort(byFirst),
    findings: findings.sort(byFirst)
  }))
}

export function newTicket(externalId) {
  return {
    flow: 'kameng-virtual', kind: 'review', external_id: externalId, order_no: `order-${externalId}`,
    opened_at: '2026-09-28T01:30:00+00:00', title: '点卡 328', amount: { value: 32800, unit: 'fen' },
    customer: { ref: 'customer-4821', display_name: '客户 4821', tier: 'gold', cancels_90d: 1 },
    reason: { code: 'not_received', text: '充值未到账', language: 'zh-CN' },
    order: {
      number: `order-${externalId}`, title: '点卡', paid: { value: 32800, unit: 'fen' }, payment_method: 'wechat',
      lines: [{ title: '点卡 328', quantity: 1, amount: { value: 32800, unit: 'fen' } }],
      state: 'dispatched_undelivered', state_at_request: 'not_fulfilled', requested_at: '2026-09-28T01:29:00Z'
    },
    facts: [
      { name: 'channel_log.credited', value: false, source: 'platform', as_of: '2026-09-28T01:28:00Z' },
      { name: 'claim.account', value: 'player-774821', source: 'customer', as_of: '2026-09-28T01:20:00Z' },
      { name: 'item.category', value: null, source: 'platform', as_of: '2026-09-28T01:20:00Z' }
    ],
    events: [{ at: '2026-09-28T01:25:00Z', lane: 'customer', code: 'requested', text: '申请取消', source: 'customer' }],
    labels: ['vip']
  }
}

const key = () => ({ 'idempotency-key': randomUUID() })
const upload = (bytes, slot) => ({
  'redress-slot': slot, 'redress-holder': 'platform', 'redress-sensitivity': 'low',
  'redress-captured-at': '2026-09-28T01:29:30Z', 'redress-name': encodeURIComponent('截图 1.png'),
  'redress-sha256': sha256(bytes)
})

export function stories(driver) {
  const place = { platform: 'kameng', external_id: 'C/1 号' }
  const state = {}
  const ticketPath = () => ({ id: `T-${state.ticket.id}` })

  const fetchTicket = async () => {
    state.ticket = (await driver.call('getTicket', 200, { params: { id: `T-${state.created.id}` } })).json
    return state.ticket
  }

  // One command, its answer.
  const command = async (type, expected, extra = {}, as = 'agent') => {
    const body = {
      command_id: commandId(), type, ticket: state.ticket.id, base_version: state.ticket.version,
      ...(state.token ? { claim_token: state.token } : {}), ...extra
    }
    const { json } = await driver.call('sendCommands', 200, { json: { commands: [body] }, as })
    assert.equal(json.answers.length, 1)
    assert.equal(json.answers[0].status, expected, `${type}: ${JSON.stringify(json.answers[0])}`)
    if (json.answers[0].claim) state.token = json.answers[0].claim.token
    await fetchTicket()
    return { sent: body, answer: json.answers[0] }
  }

  const decide = () => ({
    policy_version: state.ticket.policy_version,
    seen_digest: seenDigest(state.ticket, state.policy, [['T-1', 'match'], ['T-2', 'no_match'], ['T-3', 'no_match'], ['T-4', 'match']]),
    body: {
      verdict: 'approve', reason_code: 'not_credited', amount: { value: 32800, unit: 'fen' }, note: '核对渠道日志',
      message: 'Refunded.', made_at: '2026-09-28T02:00:00.000000Z', cited: [sha256(LOG)], opened: [sha256(LOG)]
    }
  })

  return [
    ['health, readiness and figures', async () => {
      await driver.call('getHealth', 200)
      const ready = await driver.call('getReadiness', 200)
      assert.equal(ready.json.ready, true)
      const metrics = await driver.call('getMetrics', 200)
      assert.match(metrics.body.toString(), /^redress_requests_total\{/m)
    }],
    ['an account', async () => {
      const me = await driver.call('getMe', 200)
      assert.equal(me.json.role, 'agent')
      assert.deepEqual(me.json.scopes, ['cainiao', 'kameng'])
    }],
    ['sign-in by a code, refresh and sign-out', async () => {
      const code = driver.server.admin(['user', 'code', 'agent'])
      const session = await driver.call('signIn', 201, { json: { code } })
      await driver.call('signIn', 401, { json: { code } })
      const pair = await driver.call('refreshSession', 200, { json: { refresh_token: session.json.refresh_token } })
      driver.tokens.leaving = pair.json.access_token
      await driver.call('signOut', 204, { as: 'leaving' })
      await driver.call('getMe', 401, { as: 'leaving' })
      await driver.call('refreshSession', 401, { json: { refresh_token: pair.json.refresh_token } })
    }],
    ['sign-in with an identity provider', async () => {
      const { identity } = driver.server
      const show = (status, token, nonce = 'n') => driver.call('signIn', status, { json: { oidc: { token, nonce } } })
      const methods = await driver.call('listSignInMethods', 200)
      assert.deepEqual(methods.json, {
        oidc: { client_id: 'redress-desk', issuer: identity.issuer, scope: 'openid profile', title: 'Example' }, password: true
      })
      const session = await show(201, identity.sign())
      assert.equal(session.json.account.name, 'zhao')
      assert.equal(session.json.account.role, 'agent')
      assert.deepEqual(session.json.account.scopes, ['kameng'])
      const pair = await driver.call('refreshSession', 200, { json: { refresh_token: session.json.refresh_token } })
      assert.equal(pair.json.account.id, session.json.account.id)
      const again = await show(201, identity.sign({ groups: ['leads', 'cards'] }))
      assert.equal(again.json.account.id, session.json.account.id)
      assert.equal(again.json.account.role, 'supervisor')
      const refused = await show(401, identity.sign({ aud: 'mail' }))
      assert.equal(refused.json.code, 'identity_refused')
      assert.match(refused.json.detail, /another program/)
      await show(401, identity.sign({}, { alg: 'none' }))
      await show(401, identity.sign(), 'another')
      const roles = await show(403, identity.sign({ groups: ['leads', 'agents'] }))
      assert.equal(roles.json.code, 'no_single_role')
      const taken = await show(409, identity.sign({ sub: 'u-2', preferred_username: 'auditor' }))
      assert.equal(taken.json.code, 'account_not_linked')
      driver.server.admin(['user', 'link', 'auditor', '--subject', 'u-2'])
      const linked = await show(201, identity.sign({ sub: 'u-2', preferred_username: 'auditor' }))
      assert.equal(linked.json.account.name, 'auditor')
      // The groups give the role from then on; the stories that follow want it as it was.
      driver.server.admin(['user', 'grant', 'auditor', '--role', 'auditor', '--scopes', 'all'])
    }],
    ['policies and calendars', async () => {
      const list = await driver.call('listPolicies', 200)
      const kameng = list.json.policies.find((policy) => policy.flow === 'kameng-virtual')
      state.policy = kameng.sha256
      const params = { flow: kameng.flow, version: kameng.version }
      const policy = await driver.call('getPolicy', 200, { params })
      assert.equal(sha256(policy.body), kameng.sha256)
      await driver.call('getPolicy', 304, { params, headers: { 'if-none-match': policy.headers.etag } })
      await driver.call('getPolicy', 404, { params: { ...params, version: 999 } })
      const calendars = await driver.call('getCalendars', 200)
      assert.ok(calendars.json.calendars.length > 0)
      await driver.call('getCalendars', 304, { headers: { 'if-none-match': calendars.headers.etag } })
    }],
    ['peaks', async () => {
      const peak = { flow: 'kameng-virtual', until: new Date(Date.now() + 3600000).toISOString(), note: '国庆' }
      await driver.call('declarePeak', 403, { json: peak })
      await driver.call('declarePeak', 422, { json: { ...peak, flow: 'btepai-order' }, as: 'supervisor' })
      const declared = await driver.call('declarePeak', 200, { json: peak, as: 'supervisor' })
      await driver.call('declarePeak', 409, { json: peak, as: 'supervisor' })
      const params = { id: String(declared.json.id) }
      const list = await driver.call('listPeaks', 200)
      assert.equal(list.json.peaks[0].note, '国庆')
      await driver.call('endPeak', 403, { params })
      await driver.call('endPeak', 404, { params: { id: '99' }, as: 'supervisor' })
      await driver.call('endPeak', 200, { params, as: 'supervisor' })
      await driver.call('endPeak', 409, { params, as: 'supervisor' })
      const second = await driver.call('declarePeak', 200, { json: { ...peak, extra_hours: 6 }, as: 'supervisor' })
      await driver.call('cancelPeak', 200, { params: { id: String(second.json.id) }, as: 'supervisor' })
      await driver.call('listPeaks', 403, { as: 'admin' })
    }],
    ['a platform is told', async () => {
      const told = []
      const platform = http.createServer((request, response) => {
        const chunks = []
        request.on('data', (chunk) => chunks.push(chunk))
        request.on('end', () => {
          told.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
          response.statusCode = told.length === 1 ? 503 : 200
          response.end('noted', () => platform.emit('told'))
        })
      })
      const params = { platform: 'kameng' }
      await driver.call('listWebhooks', 403)
      await driver.call('testWebhooks', 409, { params, as: 'supervisor' })
      platform.listen(0, '127.0.0.1')
      await once(platform, 'listening')
      const secret = driver.server.admin(['webhook', 'set', 'kameng', `http://127.0.0.1:${platform.address().port}/hook`])
      await driver.call('stopWebhooks', 422, { params, json: { why: '' }, as: 'supervisor', invalid: true })
      await driver.call('stopWebhooks', 200, { params, json: { why: 'a try' }, as: 'supervisor' })
      await driver.call('testWebhooks', 200, { params, as: 'supervisor' })
      await driver.call('testWebhooks', 404, { params: { platform: 'nobody' }, as: 'supervisor' })
      await driver.call('startWebhooks', 200, { params, as: 'supervisor' })
      await driver.call('startWebhooks', 409, { params, as: 'supervisor' })
      await once(platform, 'told')
      const state = async () => (await driver.call('listWebhooks', 200, { as: 'supervisor' })).json.events[0]
      while ((await state()).attempts === 0) await setTimeout(50)
      const id = String((await state()).id)
      await driver.call('resendWebhook', 403, { params: { id } })
      const again = once(platform, 'told')
      await driver.call('resendWebhook', 200, { params: { id }, as: 'supervisor' })
      await again
      while ((await state()).state !== 'sent') await setTimeout(50)
      await driver.call('resendWebhooks', 403, { params })
      await driver.call('resendWebhooks', 200, { params, as: 'supervisor' })
      await driver.call('resendWebhook', 409, { params: { id }, as: 'supervisor' })
      assert.equal(told[1].body, told[0].body)
      const message = new Webhook(secret).verify(told[0].body, told[0].headers)
      assert.equal(message.type, 'test.sent')
      assert.equal(message.data.test, true)
      assert.equal(message.data.ticket.id, 'T-0')
      assert.equal(message.data.decision.verdict, 'approve')
      assert.deepEqual(message.data.decision.effects, ['test_effect'])
      const forged = told[0].body.replace('test', 'best')
      assert.throws(() => new Webhook(secret).verify(forged, told[0].headers))
      assert.equal((await state()).name, told[0].headers['webhook-id'])
      driver.server.admin(['webhook', 'remove', 'kameng'])
      platform.close()
      platform.closeAllConnections()
    }],
    ['the log is read', async () => {
      const params = { log: 'accounts' }
      const own = await driver.call('listTrail', 200, { params })
      assert.ok(own.json.entries.some((entry) => entry.action === 'sign_in'))
      const none = await driver.call('listTrail', 200, { params, query: { action: 'burn', limit: 0 } })
      assert.equal(none.json.count, 0)
      await driver.call('listTrail', 400, { params, query: { limit: -1 }, invalid: true })
      await driver.call('listTrail', 404, { params: { log: 'nowhere' } })
      const office = await driver.call('listTrail', 200, { params: { log: 'kameng' }, as: 'admin' })
      assert.ok(office.json.entries.every((entry) => JSON.parse(entry.leaf).index === entry.index))
      assert.ok(office.json.entries.some((entry) => entry.action === 'policy_add'))
    }],
    ['a log is proved', async () => {
      const params = { log: 'kameng' }
      const headers = { authorization: `Bearer ${driver.tokens.admin}`, 'redress-protocol': '1' }
      const look = () => driver.server.send('GET', '/v1/audit/kameng/checkpoint', headers)
      while ((await look()).status === 404) await setTimeout(50)
      const head = await driver.call('getCheckpoint', 200, { params, as: 'admin' })
      assert.match(head.json.note, /^redress.example\/audit\/kameng\n/)
      const all = await driver.call('listCheckpoints', 200, { as: 'admin' })
      assert.ok(all.json.logs.some((one) => one.log === 'kameng'))
      const query = { size: head.json.size }
      const grown = await driver.call('getProof', 200, { params, as: 'admin', query: { ...query, from: 1 } })
      const within = await driver.call('getProof', 200, { params, as: 'admin', query: { ...query, index: 0 } })
      assert.ok(Array.isArray(grown.json.proof) && Array.isArray(within.json.proof))
      await driver.call('getProof', 400, { params, as: 'admin', query, invalid: true })
      await driver.call('getProof', 404, { params: { log: 'nowhere' }, query: { ...query, from: 1 } })
      await driver.call('getCheckpoint', 404, { params: { log: 'nowhere' } })
    }],
    ['a platform hands a ticket in', async () => {
      const request = { params: { platform: 'kameng' }, json: newTicket(place.external_id), headers: key() }
      const created = await driver.call('createTicket', 201, request)
      const again = await driver.call('createTicket', 200, { ...request, headers: key() })
      assert.equal(again.json.id, created.json.id)
      await driver.call('createTicket', 409, { ...request, headers: key(), json: { ...request.json, title: 'other' } })
      state.created = created.json
    }],
    ['a platform tells more', async () => {
      const fact = { name: 'claim.amount', value: 32800, unit: 'fen', source: 'customer', as_of: '2026-09-28T01:31:00Z' }
      const headers = key()
      const first = await driver.call('updateFacts', 200, { params: place, headers, json: { facts: [fact] } })
      const replay = await driver.call('updateFacts', 200, { params: place, headers, json: { facts: [fact] } })
      assert.equal(replay.json.rev, first.json.rev)
      await driver.call('updateFacts', 422, { params: place, headers, json: { facts: [{ ...fact, value: 1 }] } })
      const event = { at: '2026-09-28T01:32:00Z', lane: 'system', code: 'requested', text: 'x', trouble: true, source: 'platform' }
      await driver.call('addEvents', 200, { params: place, headers: key(), json: { events: [event] } })
      const nowhere = { ...place, external_id: 'nowhere' }
      await driver.call('updateFacts', 404, { params: nowhere, headers: key(), json: { facts: [fact] } })
      await driver.call('addEvents', 404, { params: nowhere, headers: key(), json: { events: [event] } })
    }],
    ['evidence up', async () => {
      const request = { params: place, headers: upload(LOG, 'channel_log'), file: LOG, type: 'application/vnd.redress.log+json' }
      const stored = await driver.call('addPlatformEvidence', 201, request)
      const again = await driver.call('addPlatformEvidence', 200, request)
      assert.equal(again.json.sha256, stored.json.sha256)
      const wrong = { ...request.headers, 'redress-sha256': NOT_THERE }
      await driver.call('addPlatformEvidence', 422, { ...request, headers: wrong })
      await driver.call('addPlatformEvidence', 404, { ...request, params: { ...place, external_id: 'no' } })
      await fetchTicket()
      const own = { params: ticketPath(), headers: upload(PNG, 'order_screen'), file: PNG, type: 'image/png' }
      await driver.call('addEvidence', 201, own)
      await driver.call('addEvidence', 200, own)
      await driver.call('addEvidence', 404, { ...own, params: { id: 'T-999' } })
    }],
    ['evidence down', async () => {
      const rendered = () => state.ticket.evidence.every((piece) => piece.rendition_state !== 'pending')
      for (let i = 0; i < 100; i += 1) {
        if (rendered(await fetchTicket())) break
        await driver.call('getChanges', 200, { query: { cursor: state.cursor ?? (await driver.call('getChanges', 200)).json.next, wait: 1 } })
      }
      assert.ok(rendered(), JSON.stringify(state.ticket.evidence))
      for (const rendition of state.ticket.evidence.flatMap((piece) => piece.renditions ?? [])) {
        const params = { ...ticketPath(), sha256: rendition.sha256 }
        const whole = await driver.call('getEvidence', 200, { params })
        assert.equal(sha256(whole.body), rendition.sha256)
        const part = await driver.call('getEvidence', 206, { params, headers: { range: 'bytes=1-4' } })
        assert.deepEqual(part.body, whole.body.subarray(1, 5))
        await driver.call('getEvidence', 416, { params, headers: { range: `bytes=${whole.body.length}-` } })
        await driver.call('getEvidence', 304, { params, headers: { 'if-none-match': whole.headers.etag } })
      }
      assert.ok(state.ticket.evidence.some((piece) => piece.renditions?.length > 0))
      await driver.call('getEvidence', 404, { params: { ...ticketPath(), sha256: NOT_THERE } })
    }],
    ['what is masked is revealed with a reason', async () => {
      const params = ticketPath()
      const piece = { evidence: sha256(LOG), reason: '核对渠道日志' }
      await driver.call('reveal', 409, { params, json: piece })
      await driver.call('reveal', 422, { params, json: { ...piece, reason: '' }, as: 'supervisor' })
      await driver.call('reveal', 422, { params, json: { ...piece, evidence: NOT_THERE }, as: 'supervisor' })
      await driver.call('reveal', 400, { params, json: { reason: 'x' }, as: 'supervisor' })
      await driver.call('reveal', 403, { params, json: piece, as: 'admin' })
      await driver.call('reveal', 404, { params: { id: 'T-999' }, json: piece })
      const shown = await driver.call('reveal', 200, { params, json: piece, as: 'supervisor' })
      const view = shown.json.evidence.renditions.find((rendition) => rendition.use === 'view')
      const file = { params: { ...params, sha256: view.sha256 } }
      const whole = await driver.call('getEvidence', 200, { ...file, as: 'supervisor' })
      assert.equal(sha256(whole.body), view.sha256)
      await driver.call('getEvidence', 403, file)
      await fetchTicket()
    }],
    ['originals need a role and a reason', async () => {
      const params = { ...ticketPath(), sha256: sha256(PNG) }
      await driver.call('getEvidence', 403, { params })
      await driver.call('getEvidence', 422, { params, as: 'supervisor' })
      const headers = { 'redress-reason': encodeURIComponent('复核原图') }
      const whole = await driver.call('getEvidence', 200, { params, headers, as: 'supervisor' })
      assert.deepEqual(whole.body, PNG)
    }],
    ['a ticket and who looks at it', async () => {
      const ticket = await driver.call('getTicket', 200, { params: ticketPath() })
      await driver.call('getTicket', 304, { params: ticketPath(), headers: { 'if-none-match': ticket.headers.etag } })
      await driver.call('getTicket', 404, { params: { id: 'T-999' } })
      await driver.call('setPresence', 200, { params: ticketPath(), json: { mode: 'writing' } })
      const others = await driver.call('setPresence', 200, { params: ticketPath(), json: { mode: 'viewing' }, as: 'supervisor' })
      assert.equal(others.json.others.length, 1)
      const taken = await driver.call('exportTicket', 200, { params: ticketPath(), json: { reason: '12315 投诉' }, as: 'supervisor' })
      const mine = taken.json.entries.at(-1)
      assert.equal(mine.index, taken.json.entry)
      assert.equal(sha256(Buffer.from(mine.leaf)), mine.sha256)
      await driver.call('exportTicket', 403, { params: ticketPath(), json: { reason: 'x' } })
      await driver.call('exportTicket', 404, { params: { id: 'T-999' }, json: { reason: 'x' }, as: 'supervisor' })
      await driver.call('exportTicket', 422, { params: ticketPath(), json: { reason: ' ' }, as: 'supervisor' })
      await driver.call('setPresence', 404, { params: { id: 'T-999' }, json: { mode: 'viewing' } })
    }],
    ['search', async () => {
      const found = await driver.call('search', 200, { query: { q: '点卡', platform: 'kameng', state: 'open', limit: 1 } })
      assert.deepEqual(found.json.results.map((row) => row.id), [state.created.id])
      await driver.call('search', 200, { query: { q: 'nothing at all' } })
    }],
    ['the feed, page by page', async () => {
      let page = (await driver.call('getChanges', 200, { query: { limit: 1 } })).json
      while (page.more) page = (await driver.call('getChanges', 200, { query: { limit: 1, cursor: page.next } })).json
      const begin = Date.now()
      await driver.call('getChanges', 200, { query: { cursor: page.next, wait: 1 } })
      assert.ok(Date.now() - begin >= 900, 'it did not wait')
      const waiting = driver.call('getChanges', 200, { query: { cursor: page.next, wait: 20 } })
      await command('claim', 200)
      const moved = (await waiting).json
      assert.ok(moved.changes.some((change) => change.summary?.claim?.holder === 'a-1'))
      state.cursor = moved.next
      await driver.call('getChanges', 410, { query: { cursor: `${page.next}x` } })
    }],
    ['a desk works on a ticket', async () => {
      await command('renew', 200)
      await command('note', 200, { body: { note: '已联系渠道' } })
      await command('hold', 200, { body: { note: '等渠道', until: new Date(Date.now() + 86400000).toISOString() } })
      await command('resume', 200)
      await command('claim', 200)
      await command('release', 200)
      await command('claim', 200)
      await command('escalate', 200, { body: { note: '金额大' } })
      await command('claim', 200, {}, 'supervisor')
      await command('check_out', 200, {}, 'supervisor')
      await command('claim', 409)
    }],
    ['a decision is recorded once', async () => {
      await command('decide', 409, { ...decide(), seen_digest: NOT_THERE }, 'supervisor')
      const { sent, answer } = await command('decide', 200, decide(), 'supervisor')
      assert.equal(answer.decision.verdict, 'approve')
      const replay = await driver.call('sendCommands', 200, { json: { commands: [sent] }, as: 'supervisor' })
      assert.deepEqual(replay.json.answers[0], answer)
      const other = { ...sent, base_version: 1 }
      const reused = await driver.call('sendCommands', 200, { json: { commands: [other] }, as: 'supervisor' })
      assert.equal(reused.json.answers[0].problem.code, 'command_id_reused')
      await command('decide', 409, decide(), 'supervisor')
      state.sent = sent
    }],
    ['the same decision comes in a sealed file', async () => {
      const { json: me } = await driver.call('getMe', 200, { as: 'supervisor' })
      const inside = JSON.stringify({ account: me.id, commands: [state.sent] })
      const sealed = seal(me.hand_in_key, 'redress hand-in 1', inside)
      const { json } = await driver.call('handIn', 200, { json: { sealed }, as: 'supervisor' })
      assert.equal(json.answers[0].status, 200)
      await driver.call('handIn', 403, { json: { sealed } })
      const elsewhere = seal(me.hand_in_key, 'something else', inside)
      await driver.call('handIn', 422, { json: { sealed: elsewhere }, as: 'supervisor' })
    }],
    ['a platform reports effects', async () => {
      const report = (name, result) => ({
        params: place, headers: key(),
        json: { round: 1, effects: [{ name, state: result, at: '2026-09-28T03:00:00Z', text: 'ok' }] }
      })
      await driver.call('reportEffects', 200, report('refund_source', 'failed'))
      await driver.call('reportEffects', 200, report('refund_source', 'done'))
      const done = await driver.call('reportEffects', 200, report('revoke_secret', 'done'))
      assert.ok(['effected', 'closed'].includes(done.json.state), done.json.state)
      await driver.call('reportEffects', 404, { ...report('x', 'done'), params: { ...place, external_id: 'no' } })
    }],
    ['questions, appeals and withdrawals', async () => {
      const open = async (id, extra = {}) => {
        const json = { ...newTicket(id), ...extra }
        state.created = (await driver.call('createTicket', 201, { params: { platform: 'kameng' }, headers: key(), json })).json
        state.token = undefined
        await fetchTicket()
        await command('claim', 200)
      }
      await open('A2')
      await command('need_info', 200, { body: { ask: 'platform', slots: ['channel_log'], message: 'Please send the log.' } })
      await open('A3', { previous_external_id: place.external_id })
      await command('hand_over', 200, { body: { hand_to: 'a-2', note: 'yours' } })
      const params = { platform: 'kameng', external_id: 'A3' }
      const closed = await driver.call('withdrawTicket', 200, { params, headers: key(), json: { text: '用户撤回' } })
      assert.equal(closed.json.state, 'closed')
      await driver.call('withdrawTicket', 409, { params, headers: key(), json: {} })
      await driver.call('withdrawTicket', 404, { params: { ...params, external_id: 'no' }, headers: key(), json: {} })
      state.created = closed.json
    }]
  ]
}
