/**
 * Reads a list to its end, however the CRM behaves: asks the questions that the plan wants, side by side where that is safe and while the
 * page before is applied, and hands over the pages in order. Pull, sweep and comparison all read this way.
 */
import { instant, type Instant } from '../../../shared/model/ids'
import type { ListPage, Outcome } from '../../connectors/connector'
import { bringsNews, judgePage, moveBound, nextQuestions, type PageRow, type Question, startPosition } from '../decide/plan-pull'
import { rowOf, type StreamParts } from './apply-page'
import { type Dispensable, dispensables } from './habits'
import { type AcceptedPage, MOST_DOUBTS, type NoAnswer, type Reader, type ReadListInput, type ReadListResult } from './list-reader'
import { knowsParents, sliceAfter } from './list-slices'
import { beginSlice, isLostParent, mayNeedType, neededFilter, nextSlice, wantsSlice, withoutParents } from './reader-slices'

/** A list that still goes on behind its end after so many looks says nothing about what it lacks. */
const MOST_LOOKS_BEHIND = 10

export async function readList(parts: StreamParts, input: ReadListInput): Promise<ReadListResult> {
  const { habits } = input
  const start = habits.begin(input.start)
  const needed = neededFilter(input)
  if (needed !== null && !knowsParents(parts, needed)) return withoutParents(parts, needed)
  const slice = input.startSlice ?? (needed === null ? null : sliceAfter(parts, needed, null))
  // No parent, no records that could be listed.
  if (needed !== null && slice === null) return { ok: true, startedAt: null, sawEnd: true }
  const reader: Reader = {
    position: start,
    slice,
    guessing: false,
    sawEnds: true,
    width: 1,
    limit: Math.min(parts.line.connector.maxPageSize, habits.pageSize ?? Number.POSITIVE_INFINITY),
    without: new Set(habits.refused),
    mayWalk: start.mode !== 'walk',
    startedAt: null,
    answeredAt: 0,
    exclusive: habits.exclusiveBound,
    doubts: MOST_DOUBTS,
    looksBehind: 0,
  }
  let asked = askNext(parts, input, reader, false)
  for (;;) {
    const batch = await readBatch(parts, input, reader, asked)
    if (batch.kind === 'failed') return { ok: false, failure: parts.line.failure(batch.outcome), outcome: batch.outcome }
    if (batch.kind === 'done') {
      reader.sawEnds &&= batch.sawEnd
      if (!nextSlice(parts, input, reader)) {
        if (reader.guessing) habits.note('needs-no-type', { mode: reader.position.mode, offset: 0 })
        return { ok: true, startedAt: reader.startedAt, sawEnd: reader.sawEnds }
      }
      asked = askNext(parts, input, reader, false)
    } else asked = batch.asked ?? askNext(parts, input, reader, batch.full)
  }
}

interface Asked {
  readonly question: Question
  readonly answer: ReturnType<typeof ask>
}

type Batch =
  | { readonly kind: 'done'; readonly sawEnd: boolean }
  | { readonly kind: 'failed'; readonly outcome: NoAnswer }
  /** `asked`: what comes next is on its way already. */
  | { readonly kind: 'more'; readonly full: boolean; readonly asked?: readonly Asked[] }

/** Sends the questions that follow from where the reader stands; several, where the last batch was full. */
function askNext(parts: StreamParts, input: ReadListInput, reader: Reader, full: boolean): readonly Asked[] {
  reader.position = moveBound(reader.position)
  reader.width = full ? Math.min(parts.line.width(), input.mostAtOnce ?? Number.POSITIVE_INFINITY) : 1
  const { offsetCap } = input.habits
  // A cap that is known is not run into again.
  if (offsetCap !== null && reader.position.mode === 'scan' && reader.position.offset >= offsetCap && reader.mayWalk) turnToWalk(reader)
  const questions = nextQuestions(reader.position, reader).filter(
    ({ offset }, index) => index === 0 || offset < (offsetCap ?? Number.POSITIVE_INFINITY),
  )
  const asked = questions.map((question) => ({ question, answer: ask(parts, input, reader, question) }))
  // Pages that nobody waits for any more must not fail unheard.
  for (const { answer } of asked) answer.catch(() => undefined)
  return asked
}

/**
 * Some pages side by side, judged in their order; from the first that does not follow on, the rest is thrown away. What comes after the last
 * one is known once it is judged: it is asked for before the page is applied, so that the network does not wait for the disk. Where the
 * reader got to is what the page says, however far ahead was asked.
 */
async function readBatch(parts: StreamParts, input: ReadListInput, reader: Reader, asked: readonly Asked[]): Promise<Batch> {
  const { limit } = reader
  let full = false
  for (const [index, { question, answer }] of asked.entries()) {
    const { outcome, seq, heardSeq } = await answer
    if (outcome.kind !== 'answered') {
      // An answer ahead of its turn proves nothing: it may lie behind the end, or behind what the CRM lets one skip.
      if (index > 0) return { kind: 'more', full }
      if (isLostParent(reader, outcome)) return { kind: 'done', sawEnd: false }
      return afterRefusal(parts, input, reader, outcome) ? { kind: 'more', full: false } : { kind: 'failed', outcome }
    }
    const { entries, serverTime } = outcome.value
    const rows = entries.map(rowOf)
    const { position } = reader
    if (index > 0 && question.offset !== position.offset) return { kind: 'more', full }
    if (index === 0 && (await leavesOutTheBound(parts, input, reader, question, rows))) return { kind: 'more', full: false }
    const verdict = judgePage(position, rows, limit, askedFrom(reader, position.bound))
    if (verdict.kind === 'change-mode') {
      const offset = verdict.finding === 'silent-cap' ? (position.emptyFrom ?? position.offset) : position.offset
      input.habits.note(verdict.finding, { mode: position.mode, offset })
      reader.position = mayTurnToWalk(reader, verdict.finding) ? startPosition('walk', position.bound) : verdict.next
      return { kind: 'more', full: false }
    }
    reader.position = verdict.next
    if (verdict.kind === 'step-back') return { kind: 'more', full: false }
    reader.startedAt ??= serverTime
    reader.answeredAt = question.offset
    if (mayNeedType(input, reader, rows)) {
      reader.guessing = true
      beginSlice(input, reader, sliceAfter(parts, 'type', null))
      return { kind: 'more', full: false }
    }
    if (reader.guessing && rows.length > 0) {
      reader.guessing = false
      input.habits.note('needs-type', { mode: position.mode, offset: position.offset, words: 'nothing came, and something with one' })
    }
    if (verdict.finding) input.habits.note(verdict.finding, { mode: position.mode, offset: position.offset })
    if (rows.length < limit && rows.length >= 3 && rows.length === position.lastSize && bringsNews(position, rows))
      input.habits.notePageSize(rows.length)
    const isLast = index === asked.length - 1 || rows.length < limit
    const page: AcceptedPage = { entries, rows, seq, heardSeq, serverTime, resumeAt: moveBound(reader.position), slice: reader.slice }
    // Who reads one page at a time may have something better to do after each.
    const next = isLast && !verdict.done && input.mostAtOnce !== 1 ? askNext(parts, input, reader, rows.length >= limit) : undefined
    await input.onPage(page)
    if (next) return { kind: 'more', full, asked: next }
    if (verdict.done)
      return input.untilEmpty === true && rows.length > 0 ? lookBehind(parts, input, reader, question, rows.length) : { kind: 'done', sawEnd: true }
    full = rows.length >= limit
    if (!full) break
  }
  return { kind: 'more', full }
}

/**
 * A walk that moves its bound up to a stamp it read must meet the record of that stamp again. Where it doesn't, the filter may
 * leave out the bound itself, and with it every record that shares it: a question from a second earlier tells. True: it does,
 * and the page is to be asked for again.
 */
async function leavesOutTheBound(
  parts: StreamParts,
  input: ReadListInput,
  reader: Reader,
  question: Question,
  rows: readonly PageRow[],
): Promise<boolean> {
  const { mode, bound, seen } = reader.position
  if (mode !== 'walk' || bound === null || question.offset > 0 || reader.exclusive !== null || reader.doubts === 0) return false
  if (rows.some(({ updatedAt }) => updatedAt !== null && updatedAt <= bound)) return false
  const atBound = [...seen].filter(([key, stamp]) => stamp === bound && !rows.some((row) => row.key === key))
  if (atBound.length === 0) return false
  reader.doubts -= 1
  // An empty answer may be a mistake, too: then it is not the filter.
  if (rows.length === 0 && (await bringsRows(parts, input, reader, question))) return true
  const { outcome } = await ask(parts, input, { ...reader, exclusive: true }, question)
  if (outcome.kind !== 'answered') return false
  const there = outcome.value.entries.map(rowOf).some(({ key, updatedAt }) => updatedAt === bound && seen.has(key))
  if (!there) return false
  reader.exclusive = true
  const at = new Date(bound).toISOString()
  const words = `asked from ${at}: a record of exactly then did not come, though it did when asked from a second earlier`
  input.habits.note('exclusive-bound', { mode, offset: 0, words })
  return true
}

async function bringsRows(parts: StreamParts, input: ReadListInput, reader: Reader, question: Question): Promise<boolean> {
  const { outcome } = await ask(parts, input, reader, question)
  return outcome.kind === 'answered' && outcome.value.entries.length > 0
}

/** Asks for what comes after the last row: nothing, as a rule. Where something does, the reading goes on. */
async function lookBehind(parts: StreamParts, input: ReadListInput, reader: Reader, question: Question, rows: number): Promise<Batch> {
  reader.looksBehind += 1
  if (reader.looksBehind > MOST_LOOKS_BEHIND) return { kind: 'done', sawEnd: false }
  const { outcome } = await ask(parts, input, reader, { ...question, offset: question.offset + rows })
  // Behind what one may skip to nobody knows; a walk by its bound does not have to skip.
  if (outcome.kind === 'refused') return afterRefusal(parts, input, reader, outcome) ? { kind: 'more', full: false } : { kind: 'done', sawEnd: false }
  if (outcome.kind !== 'answered') return { kind: 'failed', outcome }
  return outcome.value.entries.length === 0 ? { kind: 'done', sawEnd: true } : { kind: 'more', full: false }
}

/** Whether there is another way to ask; if so, the reader is set on it. */
function afterRefusal(parts: StreamParts, input: ReadListInput, reader: Reader, outcome: NoAnswer): boolean {
  const { habits, fields } = input
  if (outcome.kind !== 'refused' || ![400, 404, 405, 422, 501].includes(outcome.status)) return false
  const { position, without } = reader
  if (position.offset === 0 && wantsSlice(parts, input, reader, outcome.words)) return true
  if (outcome.status === 404) return false
  if (position.offset > 0) {
    if (position.mode === 'walk' || !reader.mayWalk) return askNearer(reader)
    habits.note('offset-cap', { mode: position.mode, offset: position.offset, words: outcome.words })
    turnToWalk(reader)
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
  // A walk stands on the order and on the filter: pages that only look ascending would carry its bound past what they leave out.
  if (position.mode === 'walk' && dropped !== 'fields') {
    reader.mayWalk = false
    reader.position = startPosition('scan', position.bound, position.thorough)
  }
  // Only what the CRM named is remembered; a guess is tried again next time.
  if (outcome.words.includes(dropped)) habits.note(`refuses-${dropped}`, { mode: position.mode, offset: position.offset, words: outcome.words })
  return true
}

function turnToWalk(reader: Reader): void {
  reader.mayWalk = false
  reader.answeredAt = 0
  reader.position = startPosition('walk', reader.position.bound)
}

/** More of one second than one may skip through: as far as the last page reaches that is still given, the rest of it can be read. */
function askNearer(reader: Reader): boolean {
  const { position, answeredAt } = reader
  const offset = Math.floor((answeredAt + position.offset) / 2)
  if (offset <= answeredAt) return false
  reader.position = { ...position, offset }
  return true
}

/**
 * A scan that fails may have come to where the CRM answers with nothing instead of refusing, and stepping back there makes
 * equal stamps look as if they moved. A walk needs no large offsets: it is tried once, before all order is given up.
 */
function mayTurnToWalk(reader: Reader, finding: string): boolean {
  if (finding === 'unsorted' || reader.position.mode !== 'scan' || !reader.mayWalk) return false
  reader.mayWalk = false
  return true
}

async function ask(
  { line, nextSeq }: StreamParts,
  { object, patience, fields, beyondScope = false }: ReadListInput,
  reader: Reader,
  question: Question,
): Promise<{ readonly outcome: Outcome<ListPage>; readonly seq: number; readonly heardSeq: number }> {
  let seq = 0
  const { without, exclusive } = reader
  const request = {
    ...question,
    updatedSince: askedFrom({ without, exclusive }, question.updatedSince),
    sort: without.has('sort') ? null : question.sort,
    descending: false,
    fields: without.has('fields') ? null : fields,
    ownerId: null,
    slice: reader.slice,
    beyondScope,
  }
  const outcome = await line.read(patience, (connector, signal) => {
    seq = nextSeq()
    return connector.list(object, request, signal)
  })
  return { outcome, seq, heardSeq: nextSeq() }
}

/** Where a filter leaves out its bound, it is asked a second earlier. */
function askedFrom({ without, exclusive }: Pick<Reader, 'without' | 'exclusive'>, bound: Instant | null): Instant | null {
  if (bound === null || without.has('updated_gte')) return null
  return exclusive === true ? instant(bound - 1000) : bound
}
