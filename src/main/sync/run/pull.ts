/**
 * One pull of one object type: the first walk through everything, or a poll for what changed.
 *
 * The checkpoint moves in the transaction of the page that it covers, so a crash means reading a little again, never a gap.
 */
import type { Failure } from '../../../shared/failure'
import { instant, type Instant } from '../../../shared/model/ids'
import type { JsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { PullState } from '../../../shared/sync/pull-state'
import type { ListSlice } from '../../connectors/connector'
import type { ApplyReport } from '../../mirror/apply'
import { loadCapability, loadCheckpoint, saveCheckpoint, type StoredCheckpoint } from '../../mirror/checkpoints'
import { recordCount } from '../../mirror/counts'
import { transaction } from '../../mirror/open'
import type { Patience } from '../decide/backoff'
import { addSample, estimateLeftMs, type WalkSample } from '../decide/estimate'
import { nextBound, quickBound } from '../decide/next-bound'
import { dueAfter, overlapFor, reachBack } from '../decide/overlap'
import { type Position, type PullMode, startPosition } from '../decide/plan-pull'
import { applyPageInSlices, readById, rowOf, type StreamParts, type Tally } from './apply-page'
import { habitsOf } from './habits'
import { readSlice, sliceJson } from './list-slices'
import { type NamelessWatch, watchNameless } from './nameless'
import type { AcceptedPage, ReadListResult } from './list-reader'
import { readList } from './read-list'

export interface PullParts extends StreamParts {
  /** How far it got: shown, not kept. */
  readonly progress: (object: ObjectType, state: PullState) => void
  /** Called between pages: throws where the pull should end here, and go on another time. */
  readonly goOn: () => void
  /**
   * Checkpoints of polls that found nothing, which are not worth a write: they are kept with the next one that is. A crash loses
   * them, and then a little is read again.
   */
  readonly remembered: Map<ObjectType, StoredCheckpoint>
}

export interface PullInput {
  readonly object: ObjectType
  /** Walk everything again, whatever the checkpoint says. */
  readonly full: boolean
  readonly patience: Patience
}

/** The pull's own memory, kept in the checkpoint's row. */
interface Memo {
  /** A first walk under way: where it goes on. */
  readonly backfill: { readonly mode: PullMode; readonly bound: Instant | null; readonly slice: ListSlice | null } | null
  /** The server's clock when the scan under way began. */
  readonly startedAt: Instant | null
  readonly newest: Instant | null
  /** Some records carry no stamp: a bound may hide them. */
  readonly stampless: boolean
  /** While the clocks are unknown: the start of the last scan, and until when polls may use it instead of the wide bound. */
  readonly quick: Instant | null
  readonly wideDueAt: Instant | null
  /** When polls with a longer overlap are due, by the server's clock. */
  readonly hourDueAt: Instant | null
  readonly daysDueAt: Instant | null
}

const freshMemo: Memo = {
  backfill: null,
  startedAt: null,
  newest: null,
  stampless: false,
  quick: null,
  wideDueAt: null,
  hourDueAt: null,
  daysDueAt: null,
}
const noCheckpoint: StoredCheckpoint = { bound: null, walk: null, lastOkAt: null, lastError: null, backfilledAt: null }

/** More known rows than this in a poll are an import that each poll would read again. */
const LARGE_REREAD = 300
const WIDE_EVERY_MS = 3_600_000

/** Null when it was done; else why not. What was read until then stays. */
export async function pullObject(parts: PullParts, tally: Tally, { object, full, patience }: PullInput): Promise<Failure | null> {
  const { world, line } = parts
  const stored = loadLatest(parts, object)
  const since = world.now()
  const backfill = full || stored.backfilledAt === null
  const memo = readMemo(stored.walk)
  const pull = backfill
    ? backfillObject(parts, tally, { object, full, patience, stored, memo, since })
    : poll(parts, tally, { object, patience, stored, memo, since })
  const result = await pull
  if (result.ok) return null
  const failure = unlessNeverOffered(result, object, stored, line.connection.name)
  keep(parts, object, { ...loadLatest(parts, object), lastError: failure })
  return failure
}

/** Writes what polls without news reached: before the process ends, so that the next one does not read it again. */
export function keepRemembered(parts: Pick<PullParts, 'db' | 'line' | 'remembered'>): void {
  for (const [object, checkpoint] of parts.remembered) {
    const written = loadCheckpoint(parts.db, parts.line.connection.id, object)
    // Taken away meanwhile, or overtaken by a new line to the same CRM: then there is nothing to keep.
    if (written && (written.lastOkAt ?? 0) <= (checkpoint.lastOkAt ?? 0)) keep(parts, object, checkpoint)
  }
}

function loadLatest({ db, line, remembered }: PullParts, object: ObjectType): StoredCheckpoint {
  return remembered.get(object) ?? loadCheckpoint(db, line.connection.id, object) ?? noCheckpoint
}

function keep({ db, line, remembered }: Pick<PullParts, 'db' | 'line' | 'remembered'>, object: ObjectType, checkpoint: StoredCheckpoint): void {
  transaction(db, 'pulled', () => saveCheckpoint(db, line.connection.id, object, checkpoint))
  remembered.delete(object)
}

interface Run {
  readonly object: ObjectType
  readonly patience: Patience
  readonly stored: StoredCheckpoint
  readonly memo: Memo
  readonly since: Instant
}

async function backfillObject(parts: PullParts, tally: Tally, run: Run & { readonly full: boolean }): Promise<ReadListResult> {
  const { db, world, line, progress } = parts
  const { object, full, stored, since, patience } = run
  const connection = line.connection.id
  const resume = full ? null : run.memo.backfill
  let memo: Memo = resume ? run.memo : { ...freshMemo, backfill: { mode: 'walk', bound: null, slice: null } }
  let samples: readonly WalkSample[] = []
  const nameless = watchNameless(parts, object)
  const tell = (): void => {
    const { records } = recordCount(db, connection, object)
    const leftMs = estimateLeftMs(samples, memo.startedAt)
    progress(object, { kind: 'backfilling', stored: records, total: null, since, reached: memo.newest, leftMs })
  }
  tell()

  const walk = (start: Position, startSlice: ListSlice | null = null): Promise<ReadListResult> =>
    readList(parts, {
      object,
      start,
      startSlice,
      fresh: startPosition(start.thorough ? start.mode : 'walk', null, start.thorough),
      patience,
      habits: habitsOf(parts, object),
      fields: null,
      async onPage(page) {
        nameless.meet(page.entries)
        memo = withPage(memo, page)
        const { mode, bound } = page.resumeAt
        memo = { ...memo, backfill: { mode, bound, slice: page.slice } }
        if (mode === 'walk' && memo.newest !== null) samples = addSample(samples, { at: world.now(), reached: memo.newest })
        const report = await applyPageInSlices(parts, tally, {
          object,
          entries: page.entries,
          seq: page.seq,
          heardSeq: page.heardSeq,
          source: 'list',
          // A walk that is repeated on demand keeps the checkpoint that holds until it is through.
          ...(full ? {} : { checkpoint: () => saveCheckpoint(db, connection, object, { ...stored, walk: memoJson(memo), lastError: null }) }),
        })
        tell()
        await readDoubted(parts, tally, run, report)
        parts.goOn()
      },
    })

  let result = await walk(startPosition(resume?.mode ?? 'walk', resume?.bound ?? null), resume?.slice ?? null)
  // A filter by stamp leaves out what has none: where one was used, a listing without a bound brings those.
  if (result.ok && memo.stampless && memo.newest !== null) result = await walk(startPosition('scan', null, true))
  if (!result.ok) return result
  // One that went on somewhere in the middle has not met what came before.
  if (resume === null) nameless.forgetAbsent()
  const ended = { ...memo, backfill: null, startedAt: memo.startedAt ?? result.startedAt }
  keep(parts, object, finished(parts, run, { ...ended, ...dueAfter('days', serverNow(parts), ended) }))
  return result
}

/** Whose stamp is older than the one we hold, only a read by id can tell. */
async function readDoubted(parts: PullParts, tally: Tally, { object, patience }: Run, { verify }: ApplyReport): Promise<void> {
  if (verify.length === 0) return
  await readById(
    parts,
    tally,
    object,
    verify.map(({ remoteId }) => remoteId),
    patience,
  )
}

async function poll(parts: PullParts, tally: Tally, run: Run): Promise<ReadListResult> {
  const { line, progress, remembered } = parts
  const { object, stored, patience, since } = run
  const told = line.serverNow()
  const quick = run.memo.quick !== null && run.memo.wideDueAt !== null && told !== null && told < run.memo.wideDueAt
  const tier = overlapFor({ ...run.memo, now: serverNow(parts), lastGoodAt: run.memo.startedAt ?? stored.lastOkAt })
  let memo: Memo = { ...run.memo, startedAt: null }
  let read = 0
  let news = 0
  progress(object, { kind: 'catching-up', since })
  const readOnce = (nameless: NamelessWatch): Promise<ReadListResult> =>
    readList(parts, {
      object,
      start: startPosition('scan', reachBack(quick ? run.memo.quick : stored.bound, tier)),
      patience,
      habits: habitsOf(parts, object),
      fields: null,
      async onPage(page) {
        nameless.meet(page.entries)
        memo = withPage(memo, page)
        if (page.entries.length === 0) return
        read += page.entries.length
        const report = await applyPageInSlices(parts, tally, {
          object,
          entries: page.entries,
          seq: page.seq,
          heardSeq: page.heardSeq,
          source: 'list',
        })
        news += report.created.length + report.updated.length
        parts.goOn()
        await readDoubted(parts, tally, run, report)
      },
    })
  const nameless = watchNameless(parts, object)
  let result = await readOnce(nameless)
  if (result.ok && nameless.hasNew) {
    // It can't be asked for by its id, and the next poll asks from later on: the same part of the list, once more.
    const again = watchNameless(parts, object)
    result = await readOnce(again)
    if (result.ok) nameless.forgetUnless(again)
  }
  if (!result.ok) return result
  const startedAt = memo.startedAt ?? result.startedAt
  const wide = !quick && tier === 'short' && startedAt !== null && read > LARGE_REREAD && news === 0
  const checkpoint = finished(parts, run, {
    ...memo,
    startedAt,
    quick: wide || quick ? quickBound(startedAt) : null,
    wideDueAt: wide ? instant(startedAt + WIDE_EVERY_MS) : quick ? memo.wideDueAt : null,
    ...dueAfter(tier, serverNow(parts), memo),
  })
  // A first bound is worth a write: without it the next run reads everything again.
  const isFirst = stored.bound === null && checkpoint.bound !== null
  if (news === 0 && tier === 'short' && !wide && !isFirst && stored.lastError === null) remembered.set(object, checkpoint)
  else keep(parts, object, checkpoint)
  return result
}

/** By the server's clock, as soon as it told one. */
function serverNow({ line, world }: PullParts): Instant {
  return line.serverNow() ?? world.now()
}

function finished({ db, world, line }: PullParts, { object, stored }: Run, memo: Memo): StoredCheckpoint {
  const now = world.now()
  const skew = loadCapability(db, line.connection.id, object, 'clock-skew')
  const bound = nextBound({ startedAt: memo.startedAt, newest: memo.newest, skewMs: typeof skew === 'number' ? skew : null, previous: stored.bound })
  return { bound, walk: memoJson(memo), lastOkAt: now, lastError: null, backfilledAt: stored.backfilledAt ?? now }
}

/** Users often live behind a permission that a CRM account doesn't give, and not every CRM has leads: that is how it is, and no error. */
function unlessNeverOffered(result: Extract<ReadListResult, { ok: false }>, object: ObjectType, stored: StoredCheckpoint, by: string): Failure {
  const { outcome, failure } = result
  const never = stored.backfilledAt === null && stored.walk === null
  if (never && outcome.kind === 'refused' && [403, 404, 405, 501].includes(outcome.status))
    return { kind: 'not-supported', by, what: `list of ${object}` }
  return failure
}

function withPage(memo: Memo, { entries, serverTime }: AcceptedPage): Memo {
  const stamps = entries.map((entry) => rowOf(entry).updatedAt)
  const newest = stamps.reduce<Instant | null>((top, stamp) => (stamp !== null && (top === null || stamp > top) ? stamp : top), memo.newest)
  return { ...memo, startedAt: memo.startedAt ?? serverTime, newest, stampless: memo.stampless || stamps.includes(null) }
}

function memoJson({ backfill, ...memo }: Memo): JsonObject {
  return { ...memo, backfill: backfill === null ? null : { ...backfill, slice: sliceJson(backfill.slice) } }
}

/** What another version wrote is read as far as it makes sense; at worst something is read from the CRM again. */
function readMemo(walk: JsonObject | null): Memo {
  if (walk === null) return freshMemo
  const time = (value: unknown): Instant | null => (typeof value === 'number' ? instant(value) : null)
  const backfill = walk['backfill'] as JsonObject | null | undefined
  const mode = backfill?.['mode']
  return {
    backfill:
      backfill && (mode === 'walk' || mode === 'scan' || mode === 'passes')
        ? { mode, bound: time(backfill['bound']), slice: readSlice(backfill['slice']) }
        : null,
    startedAt: time(walk['startedAt']),
    newest: time(walk['newest']),
    stampless: walk['stampless'] === true,
    quick: time(walk['quick']),
    wideDueAt: time(walk['wideDueAt']),
    hourDueAt: time(walk['hourDueAt']),
    daysDueAt: time(walk['daysDueAt']),
  }
}
