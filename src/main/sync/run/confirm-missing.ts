/**
 * What becomes of the records that a complete listing did not name.
 *
 * Each is read by id, and only "gone" removes it; when there are suspiciously many, a sample decides first whether the list can
 * be believed at all. A record that the list did name is read before: a CRM that has no reading by id may call everything gone.
 */
import { instant, type RemoteId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { recordCount } from '../../mirror/counts'
import { transaction } from '../../mirror/open'
import { liftGone, quarantinedIds, withdrawRecord } from '../../mirror/quarantine'
import { removeRecord } from '../../mirror/removal'
import { noteMissing } from '../../mirror/sweep-log'
import type { Patience } from '../decide/backoff'
import { APART_MS, isSuspiciouslyMany, sampleSize, spread } from '../decide/plan-reconcile'
import { readById, type ReadResult, type StreamParts, type Tally } from './apply-page'

export interface Suspects {
  readonly object: ObjectType
  readonly patience: Patience
  readonly ids: readonly RemoteId[]
  /** One that the listing named; null where it named none. */
  readonly named: RemoteId | null
  /** Told which of them exist, or can't be told of: the same sweep does not ask for them again. */
  readonly settled: (ids: readonly RemoteId[]) => void
  /** Asked between two handfuls: there is something better to do. */
  readonly mayGoOn: () => boolean
}

/** `void`: the list lacked what exists. `unsettled`: the CRM could not be asked about all; those stay. `stopped`: goes on later. */
export type Confirmation = 'settled' | 'void' | 'unsettled' | 'stopped'

export async function confirmMissing(parts: StreamParts, tally: Tally, suspects: Suspects): Promise<Confirmation> {
  const { db, line } = parts
  const { object, patience, ids, named } = suspects
  if (ids.length === 0) {
    forgetMissing(parts, object)
    return 'settled'
  }
  const control = named === null ? null : (await readById(parts, tally, object, [named], patience)).get(named)
  if (control === 'unknown') return 'unsettled'
  if (control === 'gone' || control === 'refused') return settleUnread(parts, tally, suspects)
  const known = recordCount(db, line.connection.id, object).records
  const size = sampleSize({ candidates: ids.length, known })
  const sample = spread(ids, size)
  const firsts = await readById(parts, tally, object, sample, patience)
  const isSample = size < ids.length
  if (isSample && [...firsts.values()].some((result) => result === 'applied')) return 'void'
  // Half a sample proves nothing, and a CRM that can't be asked is asked another time.
  if (isSample && [...firsts.values()].some((result) => result === 'unknown')) return 'unsettled'
  const inSample = new Set(sample)
  const rest = ids.filter((id) => !inSample.has(id))
  const results = new Map(firsts)
  settleRead(parts, tally, suspects, firsts)
  for (let start = 0; start < rest.length; start += HANDFUL) {
    if (!suspects.mayGoOn()) return 'stopped'
    const more = await readById(parts, tally, object, rest.slice(start, start + HANDFUL), patience)
    settleRead(parts, tally, suspects, more)
    for (const [id, result] of more) results.set(id, result)
  }
  // Only where the list named nothing, too, is it unknown until here that nothing can be read by id.
  if ([...results.values()].every((result) => result === 'refused')) return settleUnread(parts, tally, suspects)
  forgetMissing(parts, object)
  return [...results.values()].includes('unknown') ? 'unsettled' : 'settled'
}

/** Asks again for what could not be read the last time; lifts what can, and takes away what is gone. */
export async function retryQuarantined(parts: StreamParts, tally: Tally, object: ObjectType, patience: Patience): Promise<void> {
  const { db, line } = parts
  const ids = quarantinedIds(db, line.connection.id, object, MOST_RETRIED)
  if (ids.length === 0) return
  const results = await readById(parts, tally, object, ids, patience)
  const gone = [...results].filter(([, result]) => result === 'gone').map(([id]) => id)
  removeGone(parts, tally, object, gone)
}

/** More of one type is a fault of the CRM that reading one by one does not mend. */
const MOST_RETRIED = 200
const PAGE = 100
/** Read by id between two looks whether there is something better to do. */
const HANDFUL = 20

/** What is gone goes, what is not for us is withdrawn; what was read was applied already. */
export function settleRead(
  parts: StreamParts,
  tally: Tally,
  { object, settled }: Pick<Suspects, 'object' | 'settled'>,
  results: ReadonlyMap<RemoteId, ReadResult>,
): void {
  const { db, world, line } = parts
  const those = (...wanted: readonly ReadResult[]) => [...results].filter(([, result]) => wanted.includes(result)).map(([id]) => id)
  removeGone(parts, tally, object, those('gone'))
  settled(those('applied', 'out-of-scope', 'no-access'))
  const hidden = those('no-access')
  transaction(db, 'pulled', () => {
    for (const id of hidden) withdrawRecord(db, line.connection.id, object, id, world.now())
  })
}

/** Reading by id is not to be had: absence from two complete listings, a day apart, has to do, and never for many at once. */
function settleUnread(parts: StreamParts, tally: Tally, { object, ids }: Suspects): Confirmation {
  const { db, world, line } = parts
  const known = recordCount(db, line.connection.id, object).records
  if (isSuspiciouslyMany({ candidates: ids.length, known })) return 'void'
  const now = world.now()
  const before = instant(now - APART_MS)
  const gone = transaction(db, 'pulled', () => noteMissing(db, line.connection.id, object, { remoteIds: ids, now, before }))
  removeGone(parts, tally, object, gone)
  return 'settled'
}

function forgetMissing({ db, world, line }: StreamParts, object: ObjectType): void {
  const now = world.now()
  transaction(db, 'pulled', () => noteMissing(db, line.connection.id, object, { remoteIds: [], now, before: now }))
}

function removeGone({ db, world, line }: StreamParts, tally: Tally, object: ObjectType, gone: readonly RemoteId[]): void {
  // A page at a time, as everywhere: nobody's save waits for a mass deletion.
  for (let start = 0; start < gone.length; start += PAGE) {
    transaction(db, 'pulled', () => {
      for (const id of gone.slice(start, start + PAGE)) {
        liftGone(db, line.connection.id, object, id)
        const { removed, conflict } = removeRecord(db, line.connection.id, object, id, world.now())
        if (removed !== null) tally.deleted += 1
        if (conflict !== null) tally.conflicts += 1
      }
    })
  }
}
