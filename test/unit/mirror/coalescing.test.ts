/**
 * Edits of one record run together while nothing of it was sent. However the rep went there, what is sent in the end is what would be
 * sent had they typed the last values at once.
 */
import { test as property, fc } from '@fast-check/vitest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pushQueue } from '../../../src/main/mirror/outbox'
import { getRecord } from '../../../src/main/mirror/records'
import { planUpdate } from '../../../src/main/sync/decide/plan-push'
import { canonicalJson, type Json, type JsonObject } from '../../../src/shared/model/json'
import { connection, openTestMirror, type TestMirror } from './support/open-mirror'

let mirror: TestMirror
let last = 0
beforeAll(() => {
  mirror = openTestMirror()
})
afterAll(() => mirror.close())

const before: JsonObject = { name: 'Ada', title: 'CTO', emails: [{ email: 'a@x.org' }], address: { city: 'Bern' }, mystery: { kept: [1, null] } }
const text = fc.constantFrom<Json>('CTO', 'CEO', 'CFO', '', null)
const emails = fc.constantFrom<Json>([], [{ email: 'a@x.org' }], [{ email: 'b@x.org' }], [{ email: 'a@x.org' }, { email: 'b@x.org' }])
const step = fc.oneof(
  fc.record({ title: text }),
  fc.record({ title: text, 'address.city': text }),
  fc.record({ 'address.city': text }),
  fc.record({ emails }),
  fc.record({ department: text }),
) as fc.Arbitrary<Readonly<Record<string, Json>>>

property.prop([fc.array(step, { minLength: 1, maxLength: 6 })], { numRuns: 40 })(
  'the last values are what goes, whatever was typed on the way',
  (steps) => {
    const last = Object.assign({}, ...steps) as Readonly<Record<string, Json>>
    expect(requestAfter(steps)).toEqual(requestAfter([last]))
  },
)

/** The record as it would be sent after these saves, or null where nothing is left to send. */
function requestAfter(steps: readonly Readonly<Record<string, Json>>[]): string | null {
  const id = String((last += 1))
  mirror.pull('contact', [{ ...before, id }])
  for (const set of steps) mirror.edit('contact', id, set)
  const queue = pushQueue(mirror.db, connection, null).filter(({ change }) => change.remoteId === id)
  let record: JsonObject = before
  for (const { fields } of queue) {
    const plan = planUpdate({ object: 'contact', fields, theirs: record, seen: before })
    if (plan.kind === 'send') record = plan.document
  }
  return queue.length === 0 ? null : canonicalJson(record)
}

test('what was typed last is seen and goes last, though a batch came between two edits of one field', () => {
  mirror.pull('deal', [{ id: 'd', name: 'Renewal', amount: 1 }])
  mirror.edit('deal', 'd', { amount: 2 })
  mirror.edit('deal', 'd', { amount: 3 }, 'batch')
  mirror.edit('deal', 'd', { amount: 4 })
  expect(getRecord(mirror.db, connection, 'deal', 'd')?.document['amount']).toBe(4)
  const sent = pushQueue(mirror.db, connection, null).filter(({ change }) => change.remoteId === 'd')
  expect(sent.at(-1)?.fields).toMatchObject([{ path: 'amount', value: 4 }])
})
