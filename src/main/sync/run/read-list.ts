/**
 * Reads a list to its end, however the CRM behaves: asks the questions that the plan wants, side by side where that is safe,
 * and hands over the pages in order. Pull, sweep and comparison all read this way.
 */
import type { Failure } from '../../../shared/failure'
import type { Instant } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import type { ListPage, Outcome } from '../../connectors/connector'
import type { Patience } from '../decide/backoff'
import { bringsNews, judgePage, moveBound, nextQuestions, type PageRow, type Position, type Question, startPosition } from '../decide/plan-pull'
import { type Entry, rowOf, type StreamParts } from './apply-page'
import { type Dispensable, dispensables, type Habits } from './habits'

export interface ReadListInput {
  readonly object: ObjectType
  readonly start: Position
  readonly patience: Patience
  readonly fields: readonly string[] | null
  readonly habits: Habits
  /** Only an empty page proves the end: what a short one left out would be taken for gone. */
  readonly untilEmpty?: boolean
  /** So many questions at once, however many may be; as many as may be where it is left out. */
  readonly mostAtOnce?: number
  /** Called for each page, in order, and awaited before the next is judged. */
  readonly onPage: (page: AcceptedPage) => void | Promise<void>
}

export interface AcceptedPage {
  readonly entries: readonly Entry[]
  readonly rows: readonly PageRow[]
  readonly seq: number
  readonly serverTime: Instant | null
  /** Where a later run would go on. */
  readonly resumeAt: Position
}

type NoAnswer = Exclude<Outcome<unknown>, { kind: 'answered' }>

export type ReadListResult =
  /** `sawEnd`: where an empty page was asked for, one came. */
  | { readonly ok: true; readonly startedAt: Instant | null; readonly sawEnd: boolean }
  | { readonly ok: false; readonly failure: Failure; readonly outcome: NoAnswer }

interface Reader {
  position: Position
  /** How many questions to ask at once. */
  width: number
  readonly limit: number
  readonly without: Set<Dispensable>
  /** From a list that one can't skip through, a walk by its bound, once: a walk that comes here again has no way left. */
  mayWalk: boolean
  startedAt: Instant | null
  /** Looks behind what seemed to be the end, so far. */
  looksBehind: number
}

/** A list that still goes on behind its end after so many looks says nothing about what it lacks. */
const MOST_LOOKS_BEHIND = 10

export async function readList(parts: StreamParts, input: ReadListInput): Promise<ReadListResult> {
  const { habits, start } = input
  const reader: Reader = {
    position: start,
    width: 1,
    limit: Math.min(parts.line.connector.maxPageSize, habits.pageSize ?? Number.POSITIVE_INFINITY),
    without: new Set(habits.refused),
    mayWalk: start.mode !== 'walk',
    startedAt: null,
    looksBehind: 0,
  }
  for (;;) {
    const batch = await readBatch(parts, input, reader)
    if (batch.kind === 'failed') return { ok: false, failure: parts.line.failure(batch.outcome), outcome: batch.outcome }
    if (batch.kind === 'done') return { ok: true, startedAt: reader.startedAt, sawEnd: batch.sawEnd }
    reader.position = moveBound(reader.position)
    reader.width = batch.full ? Math.min(parts.line.width(), input.mostAtOnce ?? Number.POSITIVE_INFINITY) : 1
  }
}

type Batch =
  | { readonly kind: 'done'; readonly sawEnd: boolean }
  | { readonly kind: 'failed'; readonly outcome: NoAnswer }
  | { readonly kind: 'more'; readonly full: boolean }

/** Some pages side by side, judged in their order; from the first that does not follow on, the rest is thrown away. */
async function readBatch(parts: StreamParts, input: ReadListInput, reader: Reader): Promise<Batch> {
  const { limit } = reader
  const asked = nextQuestions(reader.position, reader).map((question) => ({ question, answer: ask(parts, input, reader, question) }))
  // Pages that nobody waits for any more must not fail unheard.
  for (const { answer } of asked) answer.catch(() => undefined)
  let full = false
  for (const [index, { question, answer }] of asked.entries()) {
    const { outcome, seq } = await answer
    if (outcome.kind !== 'answered') {
      // An answer ahead of its turn proves nothing: it may lie behind the end, or behind what the CRM lets one skip.
      if (index > 0) return { kind: 'more', full }
      return afterRefusal(input, reader, outcome) ? { kind: 'more', full: false } : { kind: 'failed', outcome }
    }
    const { entries, serverTime } = outcome.value
    const rows = entries.map(rowOf)
    const { position } = reader
    if (index > 0 && question.offset !== position.offset) return { kind: 'more', full }
    const verdict = judgePage(position, rows, limit)
    if (verdict.kind === 'change-mode') {
      input.habits.note(verdict.finding)
      reader.position = mayTurnToWalk(reader, verdict.finding) ? startPosition('walk', position.bound) : verdict.next
      return { kind: 'more', full: false }
    }
    reader.position = verdict.next
    if (verdict.kind === 'step-back') return { kind: 'more', full: false }
    reader.startedAt ??= serverTime
    if (verdict.finding) input.habits.note(verdict.finding)
    if (rows.length < limit && rows.length >= 3 && rows.length === position.lastSize && bringsNews(position, rows))
      input.habits.notePageSize(rows.length)
    await input.onPage({ entries, rows, seq, serverTime, resumeAt: moveBound(reader.position) })
    if (verdict.done)
      return input.untilEmpty === true && rows.length > 0 ? lookBehind(parts, input, reader, question, rows.length) : { kind: 'done', sawEnd: true }
    full = rows.length >= limit
    if (!full) break
  }
  return { kind: 'more', full }
}

/** Asks for what comes after the last row: nothing, as a rule. Where something does, the reading goes on. */
async function lookBehind(parts: StreamParts, input: ReadListInput, reader: Reader, question: Question, rows: number): Promise<Batch> {
  reader.looksBehind += 1
  if (reader.looksBehind > MOST_LOOKS_BEHIND) return { kind: 'done', sawEnd: false }
  const { outcome } = await ask(parts, input, reader, { ...question, offset: question.offset + rows })
  // Behind what one may skip to nobody knows; a walk by its bound does not have to skip.
  if (outcome.kind === 'refused') return afterRefusal(input, reader, outcome) ? { kind: 'more', full: false } : { kind: 'done', sawEnd: false }
  if (outcome.kind !== 'answered') return { kind: 'failed', outcome }
  return outcome.value.entries.length === 0 ? { kind: 'done', sawEnd: true } : { kind: 'more', full: false }
}

/** Whether there is another way to ask; if so, the reader is set on it. */
function afterRefusal({ habits, fields }: ReadListInput, reader: Reader, outcome: NoAnswer): boolean {
  if (outcome.kind !== 'refused' || ![400, 405, 422, 501].includes(outcome.status)) return false
  const { position, without } = reader
  if (position.offset > 0) {
    if (position.mode !== 'scan' || !reader.mayWalk) return false
    reader.mayWalk = false
    habits.note('offset-cap')
    reader.position = startPosition('walk', position.bound)
    return true
  }
  const said: readonly Dispensable[] = dispensables.filter(
    (name) => (name === 'fields' ? fields !== null : name === 'updated_gte' ? position.bound !== null : true) && !without.has(name),
  )
  // 405 and 501 are about the whole list unless the CRM says otherwise; a bad request may well be about any of them.
  const guess = outcome.status === 400 || outcome.status === 422 ? said[0] : undefined
  const dropped = said.find((name) => outcome.words.includes(name)) ?? guess
  if (dropped === undefined) return false
  without.add(dropped)
  // Only what the CRM named is remembered; a guess is tried again next time.
  if (outcome.words.includes(dropped)) habits.note(`refuses-${dropped}`)
  return true
}

/** Round in circles behind some offset: it may answer with nothing instead of refusing. A walk needs no large offsets. */
function mayTurnToWalk(reader: Reader, finding: string): boolean {
  if (finding !== 'going-in-circles' || reader.position.mode !== 'scan' || !reader.mayWalk) return false
  reader.mayWalk = false
  return true
}

async function ask(
  { line, nextSeq }: StreamParts,
  { object, patience, fields }: ReadListInput,
  { without }: Reader,
  question: Question,
): Promise<{ readonly outcome: Outcome<ListPage>; readonly seq: number }> {
  let seq = 0
  const request = {
    ...question,
    updatedSince: without.has('updated_gte') ? null : question.updatedSince,
    sort: without.has('sort') ? null : question.sort,
    descending: false,
    fields: without.has('fields') ? null : fields,
    ownerId: null,
  }
  const outcome = await line.read(patience, (connector, signal) => {
    seq = nextSeq()
    return connector.list(object, request, signal)
  })
  return { outcome, seq }
}
