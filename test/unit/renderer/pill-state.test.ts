import { describe, expect, test } from 'vitest'
import { percentOf, pillOf, worstPill } from '../../../src/renderer/frame/pill-state'
import { instant, parseConnectionId } from '../../../src/shared/model/ids'
import type { ConnectionStatus, ObjectStatus } from '../../../src/shared/sync/report'

const at = instant(1_700_000_000_000)
const read: ObjectStatus = {
  records: 100,
  quarantined: 0,
  checkpoint: at,
  pull: { kind: 'up-to-date', at },
  lastSyncAt: at,
  lastError: null,
  sweep: { at: null, missed: 0, doubted: false },
}
const good: ConnectionStatus = {
  connection: parseConnectionId('c1'),
  name: 'Salesforce',
  provider: 'salesforce',
  state: 'connected',
  stateSince: null,
  waitingUntil: null,
  heldBackBy: [],
  pushing: null,
  objects: { contact: read },
  pushMode: 'review',
  changes: { waiting: 0, held: 0, pushing: 0, rejected: 0, conflict: 0 },
}
const withChanges = (changes: Partial<ConnectionStatus['changes']>): ConnectionStatus => ({ ...good, changes: { ...good.changes, ...changes } })

describe('the sync pill', () => {
  test('says when the last read was, in the best case', () => {
    expect(pillOf(good)).toEqual({ kind: 'good', at })
    expect(pillOf({ ...good, objects: { contact: { ...read, records: 0, lastSyncAt: null, pull: { kind: 'never-pulled' } } } })).toEqual({
      kind: 'starting',
    })
    // The newest of a type are here, its walk is still to come: nobody should take that for all.
    const looked: ObjectStatus = { ...read, records: 200, lastSyncAt: null, pull: { kind: 'never-pulled' } }
    expect(pillOf({ ...good, objects: { contact: looked } })).toMatchObject({ kind: 'first-download' })
  })

  test('a refusal and a conflict need the rep, even offline; what waits does not', () => {
    expect(pillOf({ ...withChanges({ rejected: 1, conflict: 1 }), state: 'offline' })).toEqual({ kind: 'needs-you', conflicts: 1, rejected: 1 })
    expect(pillOf(withChanges({ waiting: 3 })).kind).toBe('good')
  })

  test('disconnected with its copy kept, it hurries nobody, and comes after every connection that runs', () => {
    const unlinked: ConnectionStatus = { ...withChanges({ waiting: 2 }), state: 'unlinked' }
    expect(pillOf(unlinked)).toEqual({ kind: 'unlinked', changes: 2 })
    expect(worstPill([unlinked, good])?.pill).toEqual({ kind: 'good', at })
  })

  test('an expired sign-in comes before everything, and counts what waits', () => {
    expect(pillOf({ ...withChanges({ waiting: 2, held: 1, conflict: 1 }), state: 'sign-in' })).toEqual({ kind: 'sign-in', changes: 4 })
  })

  test('offline, asked to wait and paused say since or until when', () => {
    expect(pillOf({ ...withChanges({ waiting: 3 }), state: 'offline', stateSince: at })).toEqual({ kind: 'offline', changes: 3, since: at })
    expect(pillOf({ ...good, state: 'waiting', waitingUntil: at })).toEqual({ kind: 'waiting', until: at })
    expect(pillOf({ ...good, state: 'paused', stateSince: at })).toEqual({ kind: 'paused', since: at })
  })

  test('a full disk is told although the network is fine', () => {
    const failed: ObjectStatus = { ...read, lastError: { kind: 'storage', file: 'mirror.db', detail: 'no space left' } }
    expect(pillOf({ ...good, objects: { contact: failed } })).toEqual({ kind: 'disk-full', detail: 'no space left' })
  })

  test('what did not come is named although everything else did, except what the CRM never had', () => {
    const because = { kind: 'unreachable', host: 'crm.example', detail: '500: oops', retryAt: null, status: 500 } as const
    const never: ObjectStatus = { ...read, lastError: { kind: 'not-supported', by: 'Salesforce', what: 'leads' } }
    const some = { contact: read, deal: { ...read, lastError: because }, lead: never }
    expect(pillOf({ ...good, objects: some })).toEqual({ kind: 'missed', objects: ['deal'], because })
    expect(pillOf({ ...good, objects: { contact: read, lead: never } })).toEqual({ kind: 'good', at })
    expect(pillOf({ ...good, objects: some, state: 'offline' }).kind).toBe('offline')
  })

  test('the first download has percents only when every type knows its total', () => {
    const backfilling = (stored: number, total: number | null): ObjectStatus => ({
      ...read,
      pull: { kind: 'backfilling', stored, total, since: at, reached: null, leftMs: null },
    })
    expect(pillOf({ ...good, objects: { contact: backfilling(50, 300), company: read } })).toEqual({
      kind: 'first-download',
      stored: 150,
      total: 400,
    })
    expect(pillOf({ ...good, objects: { contact: backfilling(50, null), company: read } })).toEqual({
      kind: 'first-download',
      stored: 150,
      total: null,
    })
    const notYet: ObjectStatus = { ...read, records: 0, pull: { kind: 'never-pulled' } }
    expect(pillOf({ ...good, objects: { contact: backfilling(50, 300), deal: notYet } })).toMatchObject({ total: null })
  })

  test('percents never reach 100 while it is under way', () => {
    expect([percentOf(0, 0), percentOf(999, 1000), percentOf(1000, 1000), percentOf(43, 100)]).toEqual([0, 99, 99, 43])
  })

  test('the worst of several connections wins; of good ones, the one read longest ago', () => {
    const other = { ...good, connection: parseConnectionId('c2'), name: 'HubSpot' }
    const older = { ...other, objects: { contact: { ...read, lastSyncAt: instant(1) } } }
    expect(worstPill([good, { ...other, state: 'paused' }])?.status.name).toBe('HubSpot')
    expect(
      worstPill([
        { ...good, state: 'paused' },
        { ...other, state: 'offline' },
      ])?.pill.kind,
    ).toBe('offline')
    expect(worstPill([good, older])?.status.name).toBe('HubSpot')
    expect(worstPill([])).toBeNull()
  })
})
