/** One answer into the mirror: what could be read is applied, what couldn't is kept aside, in short transactions. */
import type { RemoteId } from '../../../shared/model/ids'
import { parseInstant } from '../../../shared/model/ids'
import { isJsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { PullCounts } from '../../../shared/sync/report'
import { isReadable, type IncomingRecord, type Outcome, type UnreadableRecord } from '../../connectors/connector'
import { type ApplyReport, applyRecords } from '../../mirror/apply'
import { transaction, type WriteDb } from '../../mirror/open'
import { quarantine } from '../../mirror/quarantine'
import { holdsChanges, leaveOut } from '../../mirror/scope'
import type { World } from '../../world'
import type { Patience } from '../decide/backoff'
import type { PageRow } from '../decide/plan-pull'
import type { Line } from './line'
import { keptRecord, type Scope, scopeIncludes } from './scoped-connector'

export type Entry = IncomingRecord | UnreadableRecord

/** What every part of the sync works with, for one connection. */
export interface StreamParts {
  readonly db: WriteDb
  readonly world: World
  readonly line: Line
  /** The number of the next request: taken when it is sent, so that an answer that was overtaken is known. */
  readonly nextSeq: () => number
  /** What is kept here. */
  readonly scope: Scope
}

/** Counts of one run over one object type. */
export class Tally {
  fetched = 0
  created = 0
  updated = 0
  deleted = 0
  conflicts = 0
  readonly #unreadable = new Set<string>()

  add(entries: readonly Entry[], report: ApplyReport): void {
    this.fetched += entries.length
    this.created += report.created.length
    this.updated += report.updated.length
    this.conflicts += report.conflicts.length
    for (const entry of entries) if (!isReadable(entry)) this.#unreadable.add(entry.remoteId ?? JSON.stringify(entry.payload))
  }

  /** What a part of the run did. */
  join(other: Tally): void {
    this.fetched += other.fetched
    this.created += other.created
    this.updated += other.updated
    this.deleted += other.deleted
    this.conflicts += other.conflicts
    for (const each of other.#unreadable) this.#unreadable.add(each)
  }

  counts(): PullCounts {
    return { fetched: this.fetched, created: this.created, updated: this.updated, deleted: this.deleted, quarantined: this.#unreadable.size }
  }
}

export interface PageInput {
  readonly object: ObjectType
  readonly entries: readonly Entry[]
  readonly seq: number
  readonly source: 'list' | 'read'
  /** Taken when the answer was heard. */
  readonly heardSeq: number
  /** Written in the same transaction: where the pull got to. */
  readonly checkpoint?: () => void
}

/** At once: for an answer of one record, or a few. */
export function applyPage(parts: StreamParts, tally: Tally, input: PageInput): ApplyReport {
  const report = transaction(parts.db, 'pulled', () => {
    const applied = applyEntries(parts, input, input.entries)
    input.checkpoint?.()
    return applied
  })
  tally.add(input.entries, report)
  return report
}

/** A person who saves waits no longer than that for a page. */
const SLICE_MS = 4
/** Records between two looks at the clock. */
const STEP = 5

/**
 * A whole page, in slices: between two of them the engine does what waits, such as an edit. The checkpoint goes with the last, so
 * a crash in between means reading the page again.
 */
export async function applyPageInSlices(parts: StreamParts, tally: Tally, input: PageInput): Promise<ApplyReport> {
  const { db, world } = parts
  const { entries } = input
  const reports: ApplyReport[] = []
  for (let done = 0; ;) {
    const beganAt = world.now()
    const from = done
    const report = transaction(db, 'pulled', () => {
      const applied: ApplyReport[] = []
      do {
        applied.push(applyEntries(parts, input, entries.slice(done, done + STEP)))
        done += STEP
      } while (done < entries.length && world.now() - beganAt < SLICE_MS)
      if (done >= entries.length) input.checkpoint?.()
      return joined(applied)
    })
    tally.add(entries.slice(from, done), report)
    reports.push(report)
    if (done >= entries.length) return joined(reports)
    await world.sleep(0, parts.line.signal)
  }
}

function applyEntries(parts: StreamParts, { object, seq, heardSeq, source }: PageInput, entries: readonly Entry[]): ApplyReport {
  const { db, world, line, scope } = parts
  const now = world.now()
  const records = entries.filter(isReadable).filter((record) => staysHere(parts, record))
  const applied = applyRecords(db, {
    connection: line.connection.id,
    records: records.map((record) => keptRecord(scope, record)),
    seq,
    heardSeq,
    now,
    source,
  })
  for (const entry of entries) {
    if (isReadable(entry)) continue
    quarantine(db, { connection: line.connection.id, object, remoteId: entry.remoteId, payload: entry.payload, reason: entry.reason, now })
  }
  return applied
}

/** One that is out of the scope goes, unless it has changes that were never pushed. */
function staysHere({ db, line, scope }: StreamParts, record: IncomingRecord): boolean {
  if (scopeIncludes(scope, record)) return true
  const { object, remoteId } = record
  if (holdsChanges(db, line.connection.id, object, remoteId)) return true
  leaveOut(db, line.connection.id, object, remoteId)
  return false
}

function joined(reports: readonly ApplyReport[]): ApplyReport {
  return {
    created: reports.flatMap(({ created }) => created),
    updated: reports.flatMap(({ updated }) => updated),
    unchanged: reports.reduce((sum, { unchanged }) => sum + unchanged, 0),
    verify: reports.flatMap(({ verify }) => verify),
    conflicts: reports.flatMap(({ conflicts }) => conflicts),
  }
}

/** A read that is overtaken by another, again and again, is left to the next poll. */
const MOST_READS = 3

/** Reads records one by one, a few at once, and applies them. Those that are gone or refused are handed back by what became of them. */
export async function readById(
  parts: StreamParts,
  tally: Tally,
  object: ObjectType,
  ids: readonly RemoteId[],
  patience: Patience,
): Promise<ReadonlyMap<RemoteId, ReadResult>> {
  const results = new Map<RemoteId, ReadResult>()
  const waiting = [...ids]
  const timesRead = new Map<RemoteId, number>()
  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const wanted = id
      const { outcome, report } = await readAndApply(parts, tally, { object, id: wanted, patience })
      const isOut = outcome.kind === 'answered' && isReadable(outcome.value) && !scopeIncludes(parts.scope, outcome.value)
      results.set(id, isOut ? 'out-of-scope' : resultOf(outcome))
      const times = (timesRead.get(id) ?? 0) + 1
      timesRead.set(id, times)
      if (report !== null && report.verify.length > 0 && times < MOST_READS) waiting.push(id)
    }
  }
  await Promise.all(Array.from({ length: Math.min(parts.line.width(), ids.length) }, work))
  return results
}

export interface ReadInput {
  readonly object: ObjectType
  readonly id: RemoteId
  readonly patience: Patience
  /** With what the CRM's own API says, and ahead of what nobody waits for. */
  readonly forPerson?: boolean
}

/** One record, as it is now; `report` is null where no record came. */
export async function readAndApply(
  parts: StreamParts,
  tally: Tally,
  { object, id, patience, forPerson = false }: ReadInput,
): Promise<{ readonly outcome: Outcome<Entry>; readonly report: ApplyReport | null }> {
  const { line, nextSeq } = parts
  let seq = 0
  const outcome = await line.read(
    patience,
    (connector, signal) => {
      seq = nextSeq()
      return connector.fetch(object, id, { raw: forPerson }, signal)
    },
    { urgent: forPerson },
  )
  if (outcome.kind !== 'answered') return { outcome, report: null }
  return { outcome, report: applyPage(parts, tally, { object, entries: [outcome.value], seq, heardSeq: nextSeq(), source: 'read' }) }
}

/** `out-of-scope`: it is there, and not kept here. `no-access`: this record is not for us (403); `refused`: records can't be read that way. */
export type ReadResult = 'applied' | 'out-of-scope' | 'gone' | 'no-access' | 'refused' | 'unknown'

function resultOf(outcome: Outcome<unknown>): ReadResult {
  switch (outcome.kind) {
    case 'answered':
      return 'applied'
    case 'gone':
      return 'gone'
    case 'refused':
      return outcome.status === 403 ? 'no-access' : outcome.retryable ? 'unknown' : 'refused'
    default:
      return 'unknown'
  }
}

/** An entry as the pull's plan sees it. An unreadable one still has its place in the order. */
export function rowOf(entry: Entry): PageRow {
  const source = isReadable(entry) ? entry.document : isJsonObject(entry.payload) ? entry.payload : {}
  const type = entry.object === 'event' && typeof source['type'] === 'string' ? `${source['type']} ` : ''
  const id = entry.remoteId ?? JSON.stringify(isReadable(entry) ? null : entry.payload)
  return { key: type + id, updatedAt: parseInstant(source['updated_at']), createdAt: parseInstant(source['created_at']) }
}
