/**
 * How a pull walks through a list that changes while it is read.
 *
 *   walk     sort=updated_at, the lower bound moves up with what was read; offsets only inside a group of equal stamps
 *            │ not ascending · ties in no stable order · going in circles · the filter is ignored
 *   scan     fixed lower bound, sort=created_at: rows never change place, what enters was changed after the start
 *            │ ties in no stable order · going in circles · nothing comes behind some offset, though there is more
 *   passes   whole passes without any trust in order, until two in a row bring nothing new
 *
 * A row ahead of the offset that goes away shifts everything after it, and an unchanged row that is skipped then never shows
 * up again. So each page begins with a row of the page before it (the anchor: its last one, or an earlier one where the window
 * keeps moving); when it doesn't, the reader steps back.
 *
 * Pure: rows in, verdict out. Bounds are whole seconds, rounded down, as the filter takes them.
 */
import { exhaustive } from '../../../shared/assert'
import type { Instant } from '../../../shared/model/ids'

export type PullMode = 'walk' | 'scan' | 'passes'

/** One row of a page, as far as the order of the list is concerned. */
export interface PageRow {
  /** Unique within the list; for events with their type, since some CRMs reuse ids across types. */
  readonly key: string
  readonly updatedAt: Instant | null
  readonly createdAt: Instant | null
}

export interface Position {
  readonly mode: PullMode
  /** Ask for what was updated from then on; null for everything. */
  readonly bound: Instant | null
  readonly offset: number
  /** What was read since the bound was set, by key, with its stamp; in the order of the list. */
  readonly seen: ReadonlyMap<string, Instant | null>
  /** The last row of the page accepted last. */
  readonly last: string | null
  /** The lowest offset from which nothing came, and how often that was so. */
  readonly emptyFrom: number | null
  readonly empties: number
  /** So many of the last rows are asked for again: one as a rule, more where the window keeps moving. */
  readonly overlap: number
  /** The newest stamp read since the bound was set. */
  readonly reached: Instant | null
  /** Step-backs and pages without news, one after the other: a walk in circles ends. */
  readonly stalls: number
  /** Step-backs in all, since the bound was set. */
  readonly stepsBack: number
  /** Passes without news, in a row. */
  readonly dryPasses: number
  /** So many are needed before the list counts as read. */
  readonly dryNeeded: number
  /** The newest stamp that the first pass has met; null during it. */
  readonly horizon: Instant | null
  /** Something new came in the pass under way. */
  readonly news: boolean
  /** Read on until nothing new comes, though a short page should be the last: some CRMs cut pages shorter than asked. */
  readonly thorough: boolean
  readonly lastSize: number
  /** Short pages of ever another size, in a row: the end of a list that grows while it is read. */
  readonly oddPages: number
}

export interface Question {
  readonly updatedSince: Instant | null
  readonly sort: 'updated_at' | 'created_at'
  readonly offset: number
  readonly limit: number
}

/** What a page taught about the CRM. */
export type Finding = 'unsorted' | 'unstable-ties' | 'order-in-doubt' | 'filter-ignored' | 'going-in-circles' | 'silent-cap'

export type Verdict =
  /** Apply the page; `done`: it was the last. */
  | { readonly kind: 'accept'; readonly next: Position; readonly done: boolean; readonly finding: Finding | null }
  /** The window moved: the page is of no use, ask again from `next`. */
  | { readonly kind: 'step-back'; readonly next: Position }
  /** The list does not keep the order that this mode needs; `next` reads those rows again, so the page is left alone. */
  | { readonly kind: 'change-mode'; readonly next: Position; readonly finding: Finding }

/** A walk with no progress for so many pages has met a list without an order. */
const MOST_STALLS = 6
/** A list may grow between an empty answer and the next one; twice it was not that. */
const EMPTIES_OF_A_CAP = 2
/** Step-backs of one scan after which its list counts as one without an order, though each page brought something new. */
const MOST_STEPS_BACK = 200
/** Passes in a row without news before a list without an order counts as read. */
const DRY_PASSES = 2
/** After so many short pages, each of another size, the list has ended and only what colleagues do right now still comes. */
const MOST_ODD_PAGES = 3
/** … and so many where each page is drawn by chance: a pass then misses a record more than once in three times. */
const DRY_PASSES_SHUFFLED = 6
/** Of the rows of one pass: colleagues who work meanwhile make fewer come twice. */
const MOSTLY_DISTINCT = 0.9
/** Rows remembered behind the reader: more than it can step back. A pass remembers all, since that is how it ends. */
const MEMORY = 1500

export function startPosition(mode: PullMode, bound: Instant | null, thorough = mode === 'walk'): Position {
  return {
    mode,
    bound: bound === null ? null : wholeSecond(bound),
    offset: 0,
    seen: new Map(),
    last: null,
    emptyFrom: null,
    empties: 0,
    overlap: 1,
    reached: null,
    stalls: 0,
    stepsBack: 0,
    dryPasses: 0,
    dryNeeded: DRY_PASSES,
    horizon: null,
    news: false,
    thorough,
    lastSize: 0,
    oddPages: 0,
  }
}

/** The next questions, to be asked side by side. Later ones count only when they begin with a row of the ones before. */
export function nextQuestions(position: Position, { width, limit }: { readonly width: number; readonly limit: number }): readonly Question[] {
  const step = position.mode === 'passes' ? limit : limit - position.overlap
  return Array.from({ length: Math.max(1, width) }, (_, index) => ({
    updatedSince: position.bound,
    sort: position.mode === 'walk' ? 'updated_at' : 'created_at',
    offset: position.offset + index * step,
    limit,
  }))
}

/** `askedFrom`: what the filter was really asked for, where that is not the bound. */
export function judgePage(position: Position, rows: readonly PageRow[], limit: number, askedFrom: Instant | null = position.bound): Verdict {
  switch (position.mode) {
    case 'walk':
      return judgeWalk(position, rows, limit, askedFrom)
    case 'scan':
      return judgeScan(position, rows, limit)
    case 'passes':
      return judgePass(position, rows, limit)
    default:
      return exhaustive(position.mode)
  }
}

/**
 * Between two batches: a walk moves its bound up to where it got. Where the whole batch had one stamp, it goes on by offset.
 * This is also what a crash resumes from, with offset 0: at worst one group of equal stamps is read again.
 */
export function moveBound(position: Position): Position {
  if (position.mode !== 'walk' || position.reached === null) return position
  const bound = wholeSecond(position.reached)
  if (position.bound !== null && bound <= position.bound) return position
  const seen = new Map([...position.seen].filter(([, stamp]) => stamp !== null && wholeSecond(stamp) === bound))
  return { ...startPosition('walk', bound), seen, last: position.last, lastSize: position.lastSize, oddPages: position.oddPages }
}

/** The seconds that a filter knows. Never rounded up: what is left out here is not asked for again. */
export function wholeSecond(time: Instant): Instant {
  return (Math.floor(time / 1000) * 1000) as Instant
}

function judgeWalk(position: Position, rows: readonly PageRow[], limit: number, askedFrom: Instant | null): Verdict {
  if (windowMoved(position, rows)) return stepBack(position, rows, limit)
  if (!isAscending(rows.map((row) => row.updatedAt))) return changeMode('scan', position, 'unsorted')
  // Most of a page lies below what was asked for: the filter is ignored, or far coarser. The bound can't carry the walk then.
  const below = rows.filter(({ updatedAt }) => askedFrom !== null && updatedAt !== null && updatedAt < askedFrom).length
  if (rows.length >= limit && below * 2 > rows.length) return changeMode('scan', position, 'filter-ignored')
  const disorder = disorderIn(position, rows)
  if (disorder) return changeMode('scan', position, disorder)
  const next = advance(position, rows)
  if (next.stalls > MOST_STALLS) return changeMode('scan', position, 'going-in-circles')
  return { kind: 'accept', next, done: !mayGoOn(position, rows, limit), finding: null }
}

function judgeScan(position: Position, rows: readonly PageRow[], limit: number): Verdict {
  if (isBehindACap(position, rows)) return changeMode('passes', position, 'silent-cap')
  if (windowMoved(position, rows))
    return position.stalls > MOST_STALLS || position.stepsBack > MOST_STEPS_BACK
      ? changeMode('passes', position, 'going-in-circles')
      : stepBack(position, rows, limit)
  const disorder = disorderIn(position, rows)
  if (disorder) return changeMode('passes', position, disorder)
  const next = advance(position, rows)
  if (next.stalls > MOST_STALLS) return changeMode('passes', position, 'going-in-circles')
  // Not sorted by creation is no harm as long as the order stands still: the anchors show that.
  return { kind: 'accept', next, done: !mayGoOn(position, rows, limit), finding: isAscending(rows.map((row) => row.createdAt)) ? null : 'unsorted' }
}

/**
 * Whether another page may follow. A whole page says so, and half a page that brings news may have been a whole one before
 * records were taken out of it. A thorough reader goes on after any page with news, but does not chase a list that grows.
 */
function mayGoOn(position: Position, rows: readonly PageRow[], limit: number): boolean {
  if (rows.length >= limit) return true
  if (!bringsNews(position, rows)) return isCutAgain(position, rows)
  return rows.length * 2 >= limit || (position.thorough && position.oddPages < MOST_ODD_PAGES)
}

/**
 * A bound that moved up within the second where the page before it began brings the same rows again. Of pages cut shorter than asked that
 * is no end: behind them may lie others of that second, and only the offset leads there.
 */
function isCutAgain({ mode, offset, lastSize }: Position, rows: readonly PageRow[]): boolean {
  return mode === 'walk' && offset === 0 && rows.length >= 3 && rows.length === lastSize
}

/**
 * A pass ends with an empty page, or one of a row or two: a longer one may have been cut to that size, and whoever waited for an
 * empty one would run after a list that grows. One answer that held everything needs no order and no second pass.
 * An empty one behind it may be a mistake of the CRM: a thorough reader does not stop there.
 */
function judgePass(position: Position, rows: readonly PageRow[], limit: number): Verdict {
  // What was stamped after the first pass is the work of colleagues meanwhile, and for the next poll: else they would keep a reader for ever.
  const { horizon } = position
  const older = horizon === null ? rows : rows.filter(({ updatedAt }) => updatedAt === null || updatedAt <= horizon)
  const news = position.news || bringsNews(position, older)
  const isEnd = rows.length < Math.min(3, limit)
  const onePage = isEnd && (position.offset === 0 || (rows.length === 0 && position.offset === position.lastSize && !position.thorough))
  if (!isEnd) {
    const next: Position = { ...advance(position, rows), offset: position.offset + rows.length, stalls: 0, news }
    return { kind: 'accept', next, done: false, finding: null }
  }
  // So many rows, and so many of them twice: not even the first page is ever the same, and each pass shows only a part.
  const isShuffled = position.seen.size < position.offset * MOSTLY_DISTINCT
  const dryNeeded = Math.max(position.dryNeeded, isShuffled ? DRY_PASSES_SHUFFLED : DRY_PASSES)
  const dryPasses = news ? 0 : position.dryPasses + 1
  const next: Position = {
    ...advance(position, rows),
    offset: 0,
    stalls: 0,
    dryPasses,
    dryNeeded,
    horizon: position.horizon ?? position.reached,
    news: false,
  }
  return { kind: 'accept', next, done: onePage || dryPasses >= dryNeeded, finding: null }
}

function changeMode(mode: PullMode, { bound, thorough }: Position, finding: Finding): Verdict {
  return { kind: 'change-mode', next: startPosition(mode, bound, thorough), finding }
}

/** The page does not begin where the one before it ended. A single known row proves that only when it is the very last one read. */
function windowMoved(position: Position, rows: readonly PageRow[]): boolean {
  if (position.offset === 0) return false
  const known = knownAhead(position, rows)
  return known.length === 0 || (known.length === 1 && known[0] !== position.last)
}

/** The rows at the head of the page that were read before. */
function knownAhead(position: Position, rows: readonly PageRow[]): readonly string[] {
  const firstNew = rows.findIndex((row) => !position.seen.has(row.key))
  return rows.slice(0, firstNew < 0 ? rows.length : firstNew).map((row) => row.key)
}

function stepBack(position: Position, rows: readonly PageRow[], limit: number): Verdict {
  const next = {
    ...position,
    ...emptiesWith(position, rows),
    // By the size that pages really have: a reader of cut ones would land among rows it knows, and take them for the end.
    offset: Math.max(0, position.offset - (Math.min(limit, position.lastSize || limit) - 1)),
    overlap: Math.min(Math.floor(limit / 2), position.overlap * 4),
    stalls: position.stalls + 1,
    stepsBack: position.stepsBack + 1,
  }
  return position.mode === 'walk' && next.stalls > MOST_STALLS ? changeMode('scan', position, 'going-in-circles') : { kind: 'step-back', next }
}

/** Nothing comes from an offset: noted until something does. */
function emptiesWith({ offset, emptyFrom, empties }: Position, rows: readonly PageRow[]): Pick<Position, 'emptyFrom' | 'empties'> {
  if (rows.length === 0) return { emptyFrom: Math.min(offset, emptyFrom ?? offset), empties: empties + 1 }
  return emptyFrom !== null && offset >= emptyFrom ? { emptyFrom: null, empties: 0 } : { emptyFrom, empties }
}

/** The page reaches to where nothing came before: there are rows, and the CRM does not let one skip to them. */
function isBehindACap({ offset, emptyFrom, empties }: Position, rows: readonly PageRow[]): boolean {
  return empties >= EMPTIES_OF_A_CAP && emptyFrom !== null && offset < emptyFrom && offset + rows.length > emptyFrom
}

/**
 * Whether rows stand otherwise than they did. Two that nobody changed since, in turned order, prove that equal stamps have no stable order
 * here. One that was read before, behind one that is new, is as good a reason to read with more care, but it proves nothing: somebody may
 * have changed the other in the very second that is read.
 */
function disorderIn(position: Position, rows: readonly PageRow[]): 'unstable-ties' | 'order-in-doubt' | null {
  if (position.offset === 0) return null
  const places = new Map([...position.seen.keys()].map((key, place) => [key, place]))
  const unchanged = rows.filter((row) => isUnchanged(position, row)).map(({ key }) => places.get(key) ?? 0)
  if (unchanged.some((place, index) => place < (unchanged[index - 1] ?? place))) return 'unstable-ties'
  const ahead = knownAhead(position, rows).length
  return rows.slice(ahead).some((row) => isUnchanged(position, row)) ? 'order-in-doubt' : null
}

function isUnchanged({ seen }: Position, { key, updatedAt }: PageRow): boolean {
  return seen.has(key) && seen.get(key) === updatedAt
}

/** Whether the page holds anything that was not read just before. */
export function bringsNews(position: Position, rows: readonly PageRow[]): boolean {
  return rows.some((row) => !isUnchanged(position, row))
}

function advance(position: Position, rows: readonly PageRow[]): Position {
  const seen = remember(position, rows)
  const reached = rows.reduce<Instant | null>(
    (newest, { updatedAt }) => (updatedAt !== null && (newest === null || updatedAt > newest) ? updatedAt : newest),
    position.reached,
  )
  return {
    ...position,
    ...emptiesWith(position, rows),
    seen,
    last: rows.at(-1)?.key ?? position.last,
    reached,
    // An overlap that was raised for whole pages would hold a reader of cut ones where it is.
    offset: position.offset + Math.max(0, rows.length - Math.min(position.overlap, Math.max(1, Math.floor(rows.length / 2)))),
    lastSize: rows.length,
    // A page of one or two rows is no page size that a CRM would choose.
    oddPages: rows.length >= 3 && rows.length === position.lastSize ? position.oddPages : position.oddPages + 1,
    stalls: bringsNews(position, rows) ? 0 : position.stalls + 1,
  }
}

/** As the list stands: where the page meets rows that were read before, its rows take their place, and what lies behind stays behind. */
function remember(position: Position, rows: readonly PageRow[]): ReadonlyMap<string, Instant | null> {
  const page = new Map(rows.map(({ key, updatedAt }) => [key, updatedAt]))
  const anchor = rows.find((row) => isUnchanged(position, row))?.key
  const before: [string, Instant | null][] = []
  const behind: [string, Instant | null][] = []
  let isBehind = false
  for (const entry of position.seen) {
    isBehind ||= entry[0] === anchor
    if (!page.has(entry[0])) (isBehind ? behind : before).push(entry)
  }
  const kept = [...before, ...page, ...behind]
  return new Map(position.mode === 'passes' ? kept : kept.slice(-MEMORY))
}

/** Rows without a stamp may stand anywhere. */
function isAscending(stamps: readonly (Instant | null)[]): boolean {
  const known = stamps.filter((stamp) => stamp !== null)
  return known.every((stamp, index) => index === 0 || stamp >= (known[index - 1] ?? stamp))
}
