/**
 * Looks for a create whose answer was lost.
 *
 * It is sent again only when it was not there twice, a minute apart, in complete listings: what a list shows may lag. A listing counts as
 * complete when it names a record that we know to exist, for some CRMs answer with an empty list when they mean that they can't tell. What
 * looks nearly like it is left to a person.
 */
import { type Instant, instant, LOCAL_ID_PREFIX, parseInstant, type RemoteId } from '../../../shared/model/ids'
import { isJsonObject } from '../../../shared/model/json'
import { displayName, type RecordDocument } from '../../../shared/model/record'
import type { Candidate } from '../../../shared/sync/change'
import { isReadable, type IncomingRecord, type Outcome } from '../../connectors/connector'
import { loadCapability, loadCheckpoint, missingNote, noteCapability } from '../../mirror/checkpoints'
import { findRecordId, type KnownRecord, lastMoved } from '../../mirror/identity'
import { transaction } from '../../mirror/open'
import type { PushItem } from '../../mirror/outbox'
import type { Patience } from '../decide/backoff'
import { OVERLAP_MS } from '../decide/next-bound'
import { findCreated } from '../decide/plan-push'
import { startPosition } from '../decide/plan-pull'
import type { StreamParts } from './apply-page'
import { habitsOf } from './habits'
import { readList } from './read-list'

export type Probe =
  | { readonly kind: 'found'; readonly record: IncomingRecord; readonly seq: number }
  | { readonly kind: 'unclear'; readonly candidates: readonly Candidate[] }
  | { readonly kind: 'not-there' }
  | { readonly kind: 'look-again' }
  | { readonly kind: 'trouble'; readonly outcome: Exclude<Outcome<unknown>, { kind: 'answered' }> }

const BEFORE_MS = 300_000
/** While it is unknown how the CRM's stamps relate to its clock, a day of difference (a time zone) is allowed for. */
const BEFORE_UNKNOWN_CLOCK_MS = 26 * 3_600_000
/** More than that nobody reads. */
const MOST_CANDIDATES = 20
/** Records known to exist, of which a complete listing names one: more than one, since each may be gone by now. */
const WITNESSES = 3
/** Between two looks that found nothing. */
const APART_MS = 60_000

export async function probeCreate(parts: StreamParts, item: PushItem, sent: RecordDocument, patience: Patience): Promise<Probe> {
  const { db } = parts
  const { object, connection } = item.change
  const skew = loadCapability(db, connection, object, 'clock-skew')
  const clocksAgree = typeof skew === 'number' && Math.abs(skew) <= OVERLAP_MS
  const since = item.firstSentAt === null ? null : instant(item.firstSentAt - (clocksAgree ? BEFORE_MS : BEFORE_UNKNOWN_CLOCK_MS))
  const witnesses = lastMoved(db, connection, object, WITNESSES)
  const listed = new Set<RemoteId>()
  const candidates = new Map<string, { readonly document: RecordDocument; readonly record: IncomingRecord; readonly seq: number }>()
  const result = await readList(parts, {
    object,
    start: startPosition('scan', farEnough(since, witnesses), true),
    patience,
    habits: habitsOf(parts, object),
    fields: null,
    beyondScope: true,
    onPage({ entries, seq }) {
      for (const record of entries.filter(isReadable)) {
        listed.add(record.remoteId)
        const createdAt = parseInstant(record.document['created_at'])
        if (since !== null && createdAt !== null && createdAt < since) continue
        // One that another create of ours became is spoken for.
        if (findRecordId(db, connection, object, record.remoteId)?.startsWith(LOCAL_ID_PREFIX)) continue
        candidates.set(record.remoteId, { document: record.document, record, seq })
      }
    },
  })
  if (!result.ok) return { kind: 'trouble', outcome: result.outcome }
  const verdict = findCreated(object, sent, [...candidates.values()])
  if (verdict.kind === 'found') return { kind: 'found', record: verdict.candidate.record, seq: verdict.candidate.seq }
  if (verdict.kind === 'unclear') {
    const shown = verdict.candidates.slice(0, MOST_CANDIDATES)
    return {
      kind: 'unclear',
      candidates: shown.map(({ record: { remoteId, document } }) => ({ remoteId, name: displayName(object, document), document })),
    }
  }
  if (!(await isComplete(parts, item, patience, listed, witnesses))) return { kind: 'look-again' }
  return wasMissingBefore(parts, item) ? { kind: 'not-there' } : { kind: 'look-again' }
}

/** Back to where a listing must name something that we know; a second more, for a filter that leaves out its bound. */
function farEnough(since: Instant | null, witnesses: readonly KnownRecord[]): Instant | null {
  const oldest = witnesses.at(-1)
  return since === null || oldest === undefined ? since : instant(Math.min(since, oldest.updatedAt - 1000))
}

/**
 * Whether the listing says anything about what it lacks. It lacks what we know as well where a colleague deleted that: then the CRM says so
 * of each. Where we know of none, the walk through the type must have come to its end: a mirror that is new knows nothing yet.
 */
async function isComplete(
  { db, line }: StreamParts,
  { change: { connection, object } }: PushItem,
  patience: Patience,
  listed: ReadonlySet<RemoteId>,
  witnesses: readonly KnownRecord[],
): Promise<boolean> {
  if (witnesses.some(({ remoteId }) => listed.has(remoteId))) return true
  if (witnesses.length === 0) return listed.size > 0 || (loadCheckpoint(db, connection, object)?.backfilledAt ?? null) !== null
  for (const { remoteId } of witnesses) {
    const read = await line.read(patience, (connector, signal) => connector.fetch(object, remoteId, { raw: false }, signal))
    if (read.kind !== 'gone') return false
  }
  return true
}

/** Remembered durably, since the second look may be another run's. */
function wasMissingBefore({ db, world }: StreamParts, { change, firstSentAt, attempts }: PushItem): boolean {
  const { connection, object, id } = change
  const name = missingNote(id)
  const noted = loadCapability(db, connection, object, name)
  const now = world.now()
  // Once it was sent again, the looking begins anew.
  if (isJsonObject(noted) && noted['attempts'] === attempts && noted['sent'] === firstSentAt) return now - Number(noted['at']) >= APART_MS
  transaction(db, 'pulled', () =>
    noteCapability(db, connection, object, name, { sent: firstSentAt, attempts, at: now }, 'not listed after a create without answer', now),
  )
  return false
}
