/** Ids and units that can't be mixed up. The `as` stands in the parsers here and nowhere else. */
import { fail, preview } from '../failure'

declare const brand: unique symbol
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name }

/** Ours: given on this machine when a record is first seen or created; it never changes. */
export type RecordId = Brand<string, 'RecordId'>
/** Theirs: given by the CRM. A record made offline has none until its first push. */
export type RemoteId = Brand<string, 'RemoteId'>
/** Ours: one linked CRM account. */
export type ConnectionId = Brand<string, 'ConnectionId'>
/** One pending local edit. A decimal string, in the order in which they were made. */
export type ChangeId = Brand<string, 'ChangeId'>
/** Milliseconds since 1970, UTC. The engine never holds a local time. */
export type Instant = Brand<number, 'Instant'>

/** Where a record id that we gave offline begins; a CRM's id that looks alike is told apart by the id map. */
export const LOCAL_ID_PREFIX = 'new_'

function parseId(raw: unknown, where: string): string {
  if (typeof raw === 'string' && raw.trim() !== '') return raw
  return fail({ kind: 'bad-input', where, expected: 'a non-empty string', got: preview(raw) })
}

export const parseRecordId = (raw: unknown): RecordId => parseId(raw, 'record id') as RecordId
export const parseRemoteId = (raw: unknown): RemoteId => parseId(raw, 'id') as RemoteId
export const parseConnectionId = (raw: unknown): ConnectionId => parseId(raw, 'connection') as ConnectionId
export const parseChangeId = (raw: unknown): ChangeId => parseId(raw, 'change') as ChangeId

export function instant(milliseconds: number): Instant {
  if (Number.isFinite(milliseconds)) return Math.trunc(milliseconds) as Instant
  return fail({ kind: 'bad-input', where: 'time', expected: 'a number of milliseconds', got: preview(milliseconds) })
}

/** ISO-8601 with a zone, as CRMs send it, to an instant; null for anything else (date-only and zone-less among them). */
export function parseInstant(raw: unknown): Instant | null {
  if (typeof raw !== 'string' || !/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)$/.test(raw)) return null
  const milliseconds = Date.parse(raw)
  return Number.isNaN(milliseconds) ? null : (milliseconds as Instant)
}
