/**
 * Looks for a create whose answer was lost.
 *
 * It is sent again only when it was not there twice, a minute apart, in complete listings: what a list shows may lag. What
 * looks nearly like it is left to a person.
 */
import { instant, LOCAL_ID_PREFIX, parseInstant } from '../../../shared/model/ids'
import { isJsonObject } from '../../../shared/model/json'
import { displayName, type RecordDocument } from '../../../shared/model/record'
import type { Candidate } from '../../../shared/sync/change'
import type { IncomingRecord, Outcome } from '../../connectors/connector'
import { loadCapability, missingNote, noteCapability } from '../../mirror/checkpoints'
import { findRecordId } from '../../mirror/identity'
import { transaction } from '../../mirror/open'
import type { PushItem } from '../../mirror/outbox'
import type { Patience } from '../decide/backoff'
import { OVERLAP_MS } from '../decide/next-bound'
import { findCreated } from '../decide/plan-push'
import { startPosition } from '../decide/plan-pull'
import { isReadable, type StreamParts } from './apply-page'
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
/** Between two looks that found nothing. */
const APART_MS = 60_000

export async function probeCreate(parts: StreamParts, item: PushItem, sent: RecordDocument, patience: Patience): Promise<Probe> {
  const { db } = parts
  const { object, connection } = item.change
  const skew = loadCapability(db, connection, object, 'clock-skew')
  const clocksAgree = typeof skew === 'number' && Math.abs(skew) <= OVERLAP_MS
  const since = item.firstSentAt === null ? null : instant(item.firstSentAt - (clocksAgree ? BEFORE_MS : BEFORE_UNKNOWN_CLOCK_MS))
  const candidates = new Map<string, { readonly document: RecordDocument; readonly record: IncomingRecord; readonly seq: number }>()
  const result = await readList(parts, {
    object,
    start: startPosition('scan', since, true),
    patience,
    habits: habitsOf(parts, object),
    fields: null,
    onPage({ entries, seq }) {
      for (const record of entries.filter(isReadable)) {
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
  return wasMissingBefore(parts, item) ? { kind: 'not-there' } : { kind: 'look-again' }
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
