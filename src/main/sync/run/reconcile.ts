/**
 * The comparison on demand: reads the whole list once more, finds deletions and whatever a pull could not see.
 *
 * Whole records, since links and custom fields may have changed without moving a stamp, and then no list of ids tells.
 */
import type { Failure } from '../../../shared/failure'
import type { ObjectType } from '../../../shared/model/object-type'
import { transaction } from '../../mirror/open'
import { beginSweep, endSweep, markSeen } from '../../mirror/sweep'
import type { Patience } from '../decide/backoff'
import { startPosition } from '../decide/plan-pull'
import { applyPageInSlices, readById, type StreamParts, type Tally } from './apply-page'
import { retryQuarantined } from './confirm-missing'
import { habitsOf } from './habits'
import { watchNameless } from './nameless'
import { readList } from './read-list'
import { endOfSweep } from './sweep'

export async function reconcileObject(
  parts: StreamParts,
  tally: Tally,
  { object, patience }: { readonly object: ObjectType; readonly patience: Patience },
): Promise<Failure | null> {
  const { db, world, line } = parts
  const connection = line.connection.id
  const nameless = watchNameless(parts, object)
  const generation = transaction(db, 'pulled', () => beginSweep(db, connection, object, world.now()))
  try {
    const result = await readList(parts, {
      object,
      start: startPosition('scan', null, true),
      patience,
      habits: habitsOf(parts, object),
      fields: null,
      untilEmpty: true,
      async onPage({ entries, seq, heardSeq }) {
        nameless.meet(entries)
        const ids = entries.flatMap(({ remoteId }) => remoteId ?? [])
        transaction(db, 'pulled', () => markSeen(db, generation, connection, object, ids))
        const report = await applyPageInSlices(parts, tally, { object, entries, seq, heardSeq, source: 'list' })
        const older = report.verify.map(({ remoteId }) => remoteId)
        if (older.length > 0) await readById(parts, tally, object, older, patience)
      },
    })
    // An incomplete listing says nothing about what it did not name.
    if (!result.ok) return result.failure
    if (result.sawEnd) nameless.forgetAbsent()
    await retryQuarantined(parts, tally, object, patience)
    await endOfSweep(parts, tally, { object, patience, generation, sawEnd: result.sawEnd, mayGoOn: () => true })
    return null
  } finally {
    transaction(db, 'pulled', () => endSweep(db, generation))
  }
}
