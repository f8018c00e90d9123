// SPDX-License-Identifier: GPL-3.0-or-later
// Checks the policy and calendar files against their schemas, and the working days against a list
// that others keep. Prints TAP.
import { strict as assert } from 'node:assert'
import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Ajv from 'ajv'
import addFormats from 'ajv-formats'
import chineseDays from 'chinese-days'

const data = fileURLToPath(new URL('../../data', import.meta.url))
const DAY = 24 * 60 * 60 * 1000
// The list of chinese-days ends here; after it every weekday would count as worked.
const FIRST = Date.parse('2024-01-01')
const LAST = Date.parse('2026-12-31')

const ajv = addFormats(new Ajv({ allErrors: true, strictTuples: false, allowUnionTypes: true }))
let number = 0
let failed = 0

function check(name, test) {
  number++
  try {
    test()
    console.log(`ok ${number} - ${name}`)
  } catch (error) {
    console.log(`# ${error.message.replaceAll('\n', '\n# ')}`)
    console.log(`not ok ${number} - ${name}`)
    failed = 1
  }
}

function read(folder, name) {
  return JSON.parse(readFileSync(`${data}/${folder}/${name}`, 'utf8'))
}

function list(folder) {
  return readdirSync(`${data}/${folder}`).filter((name) => name.endsWith('.json') && name !== 'schema.json').sort()
}

function toDay(time) {
  return new Date(time).toISOString().slice(0, 10)
}

// Worked or off, for the days that are not as their weekday says.
function readSpecialDays() {
  const special = new Map()
  for (const name of list('calendars')) {
    for (const holiday of read('calendars', name).holidays) {
      for (let day = Date.parse(holiday.from); day <= Date.parse(holiday.to); day += DAY) special.set(toDay(day), false)
      for (const day of holiday.workdays ?? []) special.set(day, true)
    }
  }
  return special
}

for (const folder of ['policies', 'calendars']) {
  const validate = ajv.compile(read(folder, 'schema.json'))
  for (const name of list(folder)) {
    check(`${folder}/${name} fits its schema`, () => {
      assert.ok(validate(read(folder, name)), ajv.errorsText(validate.errors?.slice(0, 5), { separator: '\n' }))
    })
  }
}

check('working days of 2024 to 2026 agree with chinese-days', () => {
  const special = readSpecialDays()
  const differ = []
  for (let time = FIRST; time <= LAST; time += DAY) {
    const day = toDay(time)
    const weekday = new Date(time).getUTCDay()
    const worked = special.get(day) ?? (weekday > 0 && weekday < 6)
    if (worked !== chineseDays.isWorkday(day)) differ.push(day)
  }
  assert.deepEqual(differ, [])
})

console.log(`1..${number}`)
process.exit(failed)
