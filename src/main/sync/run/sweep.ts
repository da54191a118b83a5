/**
 * The daily sweep of one type: lists every id and stamp, brings what the polls missed, and finds what is gone.
 *
 * It comes last of all: one request at a time, and it stops for whatever else there is to do. Where it got to is written with
 * each page, so it goes on there, also after a crash. Where the CRM does not honour `fields`, it reads whole records instead.
 */
import type { Failure } from '../../../shared/failure'
import { instant, type Instant, type RemoteId } from '../../../shared/model/ids'
import { isJsonObject, type JsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import { isReadable } from '../../connectors/connector'
import { loadCapability, loadCheckpoint, noteCapability } from '../../mirror/checkpoints'
import { recordCount } from '../../mirror/counts'
import { transaction } from '../../mirror/open'
import {
  beginSweep,
  endSweep,
  type ListedId,
  markSeen,
  namedBySweep,
  saveSweepPosition,
  sweepCandidates,
  unfinishedSweep,
  unlikeOurs,
} from '../../mirror/sweep'
import { loadSweepLog, saveSweepLog } from '../../mirror/sweep-log'
import type { Patience } from '../decide/backoff'
import { type Position, type PullMode, startPosition } from '../decide/plan-pull'
import { applyPageInSlices, type Entry, readById, rowOf, type StreamParts, Tally } from './apply-page'
import { confirmMissing, retryQuarantined } from './confirm-missing'
import { habitsOf } from './habits'
import { readSlice, sliceJson } from './list-slices'
import { watchNameless } from './nameless'
import type { AcceptedPage } from './list-reader'
import { readList } from './read-list'

/** Id and stamp are what it is about; the others tell one record from another and show the order of the list. */
const SWEPT_FIELDS = ['id', 'type', 'created_at', 'updated_at']

export interface SweepInput {
  readonly object: ObjectType
  readonly patience: Patience
  /** Asked after each page: there is something better to do, so go on another time. */
  readonly mayGoOn: () => boolean
}

/** Null when it ended, or stopped to go on later. */
export async function sweepObject(parts: StreamParts, tally: Tally, { object, patience, mayGoOn }: SweepInput): Promise<Failure | 'stopped' | null> {
  const { db, world, line } = parts
  const connection = line.connection.id
  const log = loadSweepLog(db, connection, object)
  const underWay = unfinishedSweep(db, connection, object)
  const generation = underWay?.generation ?? transaction(db, 'pulled', () => beginSweep(db, connection, object, world.now(), true))
  const thin = await honoursFields(parts, object, patience)
  if (typeof thin !== 'boolean') return thin
  const nameless = watchNameless(parts, object)
  let missed = 0
  const fresh = startPosition(log.byStamp ? 'walk' : 'scan', null, true)
  const result = await readList(parts, {
    object,
    start: resumedPosition(underWay?.resume ?? null) ?? fresh,
    startSlice: readSlice(underWay?.resume?.['slice']),
    fresh,
    patience,
    habits: habitsOf(parts, object),
    fields: thin ? SWEPT_FIELDS : null,
    untilEmpty: true,
    mostAtOnce: 1,
    async onPage(page) {
      nameless.meet(page.entries)
      const ids = page.entries.flatMap(({ remoteId }) => remoteId ?? [])
      missed += thin ? await bringUnlike(parts, tally, object, page, patience) : await applyWhole(parts, tally, object, page, patience)
      transaction(db, 'pulled', () => {
        markSeen(db, generation, connection, object, ids)
        saveSweepPosition(db, generation, { ...positionJson(page.resumeAt), slice: sliceJson(page.slice) })
      })
      if (!mayGoOn()) throw new SweepStopped()
    },
  }).catch((error: unknown) => {
    if (error instanceof SweepStopped) return 'stopped' as const
    throw error
  })
  if (missed > 0) countMissed(parts, object, missed)
  if (result === 'stopped') return 'stopped'
  if (!result.ok) return result.failure
  // Ids and stamps alone don't tell one nameless record from another; that none came at all, they do tell.
  if (underWay === null && result.sawEnd && (!thin || !nameless.hasAny)) nameless.forgetAbsent()
  await retryQuarantined(parts, tally, object, patience)
  if (!(await endOfSweep(parts, tally, { object, patience, generation, sawEnd: result.sawEnd, mayGoOn }))) return 'stopped'
  transaction(db, 'pulled', () => endSweep(db, generation))
  return null
}

export interface SweepEnd extends SweepInput {
  readonly generation: number
  /** An empty page came last. A listing that never showed its end says nothing about what it did not name. */
  readonly sawEnd: boolean
}

/** What a listing leaves to be done, on demand or daily: its candidates are confirmed, and how it went is kept. False: stopped. */
export async function endOfSweep(parts: StreamParts, tally: Tally, end: SweepEnd): Promise<boolean> {
  const { db, world, line } = parts
  const { object, patience, generation, sawEnd, mayGoOn } = end
  const connection = line.connection.id
  const ids = sawEnd ? sweepCandidates(db, generation).map(({ remoteId }) => remoteId) : []
  const brought = new Tally()
  const settled = (known: readonly RemoteId[]): void => transaction(db, 'pulled', () => markSeen(db, generation, connection, object, known))
  const confirmation = sawEnd
    ? await confirmMissing(parts, brought, { object, patience, ids, named: namedBySweep(db, generation), settled, mayGoOn })
    : 'unsettled'
  tally.join(brought)
  if (confirmation === 'stopped') return false
  const isVoid = confirmation === 'void'
  transaction(db, 'pulled', () => {
    const log = loadSweepLog(db, connection, object)
    saveSweepLog(db, connection, object, {
      endedAt: world.now(),
      // What the list did not name and had changed since we saw it.
      missed: log.missed + brought.created + brought.updated,
      doubted: isVoid,
      byStamp: isVoid ? !log.byStamp : log.byStamp,
    })
    if (isVoid)
      noteCapability(
        db,
        connection,
        object,
        'list-not-complete',
        true,
        `${ids.length} of ${recordCount(db, connection, object).records} records were not listed, and some of them exist`,
        world.now(),
      )
  })
  return true
}

class SweepStopped extends Error {
  override readonly name = 'SweepStopped'
}

/** Found out from one record, when it is not known yet; a failure when the CRM can't be asked. */
async function honoursFields(parts: StreamParts, object: ObjectType, patience: Patience): Promise<boolean | Failure> {
  const { db, world, line } = parts
  const known = loadCapability(db, line.connection.id, object, 'fields')
  if (typeof known === 'boolean') return known
  const question = { updatedSince: null, sort: null, descending: false, offset: 0, limit: 2, fields: SWEPT_FIELDS, ownerId: null }
  const outcome = await line.read(patience, (connector, signal) => connector.list(object, question, signal))
  if (outcome.kind === 'refused') return false
  if (outcome.kind !== 'answered') return outcome.kind === 'gone' ? false : line.failure(outcome)
  const { entries } = outcome.value
  const honoured = entries.length > 0 && entries.every((entry) => keysOf(entry).every((key) => SWEPT_FIELDS.includes(key)))
  const evidence = honoured ? 'asked for ids and stamps, and only those came' : 'asked for ids and stamps, and more came'
  if (entries.length > 0) transaction(db, 'pulled', () => noteCapability(db, line.connection.id, object, 'fields', honoured, evidence, world.now()))
  return honoured
}

function keysOf(entry: Entry): readonly string[] {
  if (isReadable(entry)) return Object.keys(entry.document)
  return isJsonObject(entry.payload) ? Object.keys(entry.payload) : []
}

/** Reads what we do not have as the list says it is, and what can't be read from so little. Answers how many of them were missed. */
async function bringUnlike(parts: StreamParts, tally: Tally, object: ObjectType, { entries }: AcceptedPage, patience: Patience): Promise<number> {
  const { db, line } = parts
  const connection = line.connection.id
  const listed = entries.flatMap((entry): ListedId[] =>
    entry.remoteId === null ? [] : [{ remoteId: entry.remoteId, updatedAt: rowOf(entry).updatedAt }],
  )
  const wanted = unlikeOurs(db, connection, object, listed)
  const overdue = overduePart(wanted, loadCheckpoint(db, connection, object)?.bound ?? null)
  const late = wanted.filter((each) => !overdue.includes(each))
  const brought = new Tally()
  if (overdue.length > 0)
    await readById(
      parts,
      brought,
      object,
      overdue.map(({ remoteId }) => remoteId),
      patience,
    )
  if (late.length > 0)
    await readById(
      parts,
      tally,
      object,
      late.map(({ remoteId }) => remoteId),
      patience,
    )
  tally.join(brought)
  return brought.created + brought.updated
}

/** The page is applied like any other. Answers how many records of it were missed. */
async function applyWhole(parts: StreamParts, tally: Tally, object: ObjectType, page: AcceptedPage, patience: Patience): Promise<number> {
  const { db, line } = parts
  const bound = loadCheckpoint(db, line.connection.id, object)?.bound ?? null
  const overdue = overduePart(
    page.entries.map((entry) => ({ entry, updatedAt: rowOf(entry).updatedAt })),
    bound,
  ).map(({ entry }) => entry)
  const brought = new Tally()
  await applyPageInSlices(parts, brought, { object, entries: overdue, seq: page.seq, heardSeq: page.heardSeq, source: 'list' })
  const report = await applyPageInSlices(parts, tally, {
    object,
    entries: page.entries.filter((entry) => !overdue.includes(entry)),
    seq: page.seq,
    heardSeq: page.heardSeq,
    source: 'list',
  })
  tally.join(brought)
  const older = report.verify.map(({ remoteId }) => remoteId)
  if (older.length > 0) await readById(parts, tally, object, older, patience)
  return brought.created + brought.updated
}

/** What lies below the bound should have come with a poll: the rest still may. Without a stamp no poll can bring it. */
function overduePart<Row extends { readonly updatedAt: Instant | null }>(rows: readonly Row[], bound: Instant | null): readonly Row[] {
  return bound === null ? [] : rows.filter(({ updatedAt }) => updatedAt === null || updatedAt < bound)
}

function countMissed({ db, line }: StreamParts, object: ObjectType, missed: number): void {
  transaction(db, 'pulled', () => {
    const log = loadSweepLog(db, line.connection.id, object)
    saveSweepLog(db, line.connection.id, object, { ...log, missed: log.missed + missed })
  })
}

/** So many of the rows just read are kept: where the list moved less than that meanwhile, it goes on at once. */
const KEPT_ROWS = 100

function positionJson({ mode, bound, offset, seen }: Position): JsonObject {
  return { mode, bound, offset, seen: [...seen].slice(-KEPT_ROWS).map(([key, stamp]) => [key, stamp]) }
}

/** What another version wrote is read as far as it makes sense; at worst the sweep begins anew. */
function resumedPosition(resume: JsonObject | null): Position | null {
  const [mode, bound, offset, seen] = [resume?.['mode'], resume?.['bound'], resume?.['offset'], resume?.['seen']]
  if (!isMode(mode) || typeof offset !== 'number' || !Array.isArray(seen)) return null
  const rows = seen.flatMap((pair: unknown): [string, Instant | null][] =>
    Array.isArray(pair) && typeof pair[0] === 'string' ? [[pair[0], typeof pair[1] === 'number' ? instant(pair[1]) : null]] : [],
  )
  return {
    ...startPosition(mode, typeof bound === 'number' ? instant(bound) : null, true),
    offset,
    seen: new Map(rows),
    last: rows.at(-1)?.[0] ?? null,
  }
}

/** Passes end by what they remember of all that came, and that is gone: those begin anew. */
function isMode(mode: unknown): mode is PullMode {
  return mode === 'walk' || mode === 'scan'
}
