/** A mirror of a large sales team, without a CRM: three years of deals and activities, written by the engine's own `applyRecords`. */
import { toIncoming } from '../../../src/main/connectors/unified/normalize'
import { checkRecord } from '../../../src/main/connectors/unified/wire'
import { applyRecords } from '../../../src/main/mirror/apply'
import { closeMirror, openMirror, transaction } from '../../../src/main/mirror/open'
import { instant, parseConnectionId } from '../../../src/shared/model/ids'
import type { JsonObject } from '../../../src/shared/model/json'
import type { ObjectType } from '../../../src/shared/model/object-type'

export const connection = parseConnectionId('bench')
/** Everything is dated from here, so that a kept file does not age. */
export const now = instant(Date.parse('2026-11-24T10:00:00Z'))
export const owner = 'u3'
const DAY = 86_400_000
const OWNERS = 20
const PAGE = 1000

export interface Size {
  readonly deals: number
  readonly events: number
}

export function makeMirror(file: string, { deals, events }: Size): void {
  const db = openMirror(file, { now })
  let seq = 0
  const pull = (object: ObjectType, payloads: readonly JsonObject[]): void => {
    seq += 1
    const records = payloads.flatMap((payload) => {
      const checked = checkRecord(object, payload)
      return checked.ok ? [toIncoming(object, checked)] : []
    })
    if (records.length < payloads.length) throw new Error(`a made-up ${object} could not be read`)
    transaction(db, 'pulled', () => applyRecords(db, { connection, records, seq, now, source: 'list' }))
  }
  pull('pipeline', pipelines)
  pages(deals, dealNumber, (page) => pull('deal', page))
  pages(
    events,
    (index) => eventNumber(index, deals),
    (page) => pull('event', page),
  )
  closeMirror(db)
}

function pages(count: number, make: (index: number) => JsonObject, take: (page: readonly JsonObject[]) => void): void {
  for (let start = 0; start < count; start += PAGE) take(Array.from({ length: Math.min(PAGE, count - start) }, (_, index) => make(start + index)))
}

const pipelines: readonly JsonObject[] = [0, 1, 2].map((number) => ({
  id: `p${number}`,
  name: `Pipeline ${number}`,
  is_active: true,
  display_order: number,
  stages: ['First talk', 'Needs', 'Demo', 'Offer', 'Negotiation', 'Won', 'Lost'].map((name, order) => ({
    id: `p${number}s${order}`,
    name,
    display_order: order,
    deal_probability: [10, 25, 40, 60, 80, 100, 0][order] ?? 0,
    is_closed: order > 4,
  })),
}))

/** A whole number below `most` that looks random and is the same each time. */
function chance(index: number, salt: number, most: number): number {
  let mixed = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt + 1, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39)
  return ((mixed ^ (mixed >>> 15)) >>> 0) % most
}

const daysFromNow = (days: number): string => new Date(now + days * DAY).toISOString()

function dealNumber(index: number): JsonObject {
  const open = chance(index, 1, 100) < 30
  const pipeline = chance(index, 2, 3)
  const stage = open ? chance(index, 3, 5) : 5 + chance(index, 3, 2)
  const made = open ? 10 + chance(index, 4, 200) : 60 + chance(index, 4, 1035)
  const closed = made - 5 - chance(index, 5, 50)
  return {
    id: `d${index}`,
    name: `Deal ${index}: label printers and scanners for two plants`,
    amount: 500 + chance(index, 6, 90_000),
    currency: ['EUR', 'EUR', 'USD', 'GBP', 'PLN'][chance(index, 7, 5)] ?? 'EUR',
    created_at: daysFromNow(-made),
    updated_at: daysFromNow(-(open ? chance(index, 8, made) : closed)),
    closing_at: `${daysFromNow(open ? chance(index, 9, 180) - 30 : -closed).slice(0, 10)}T00:00:00.000Z`,
    ...(open ? {} : { closed_at: daysFromNow(-closed) }),
    user_id: `u${chance(index, 10, OWNERS)}`,
    pipelines: [{ id: `p${pipeline}`, name: `Pipeline ${pipeline}` }],
    stages: [{ id: `p${pipeline}s${stage}` }],
    tags: ['public tender'],
    source: 'Trade fair',
  }
}

/** Nearly all is over; two in a hundred are tasks that are not done, one is still to come. */
function eventNumber(index: number, deals: number): JsonObject {
  const kind = chance(index, 11, 100)
  const at =
    kind < 3 ? daysFromNow(chance(index, 12, 40) - (kind < 2 ? 20 : 0)) : new Date(now - chance(index, 12, 1095 * 24 * 60) * 60_000).toISOString()
  const common = {
    id: `e${index}`,
    created_at: at,
    updated_at: at,
    user_id: `u${chance(index, 13, OWNERS)}`,
    deal_ids: [`d${chance(index, 14, deals)}`],
  }
  if (kind < 2) return { ...common, type: 'TASK', task: { name: `Send the offer again, ${index}`, status: 'NOT_STARTED', due_at: at } }
  if (kind < 10) return { ...common, type: 'TASK', task: { name: `Sent, ${index}`, status: 'COMPLETED', due_at: at } }
  if (kind < 50)
    return { ...common, type: 'CALL', call: { description: `They want it with and without the scanner, ${index}`, start_at: at, duration: 12 } }
  if (kind < 70) return { ...common, type: 'MEETING', meeting: { title: `Plant visit ${index}`, start_at: at } }
  return { ...common, type: 'EMAIL', email: { subject: `Quotation ${index}`, body: 'As agreed.' } }
}
