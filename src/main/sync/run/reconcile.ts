/**
 * The sweep: reads the whole list once more, finds deletions and whatever a pull could not see.
 *
 * What a complete listing does not name is only suspected. Each suspect is read by id, and only "gone" removes it; when there
 * are suspiciously many, a sample decides first whether the list can be believed at all.
 */
import type { Failure } from '../../../shared/failure'
import type { RemoteId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { noteCapability } from '../../mirror/checkpoints'
import { recordCount } from '../../mirror/counts'
import { transaction } from '../../mirror/open'
import { removeRecord } from '../../mirror/removal'
import { beginSweep, endSweep, markSeen, sweepCandidates } from '../../mirror/sweep'
import type { Patience } from '../decide/backoff'
import { startPosition } from '../decide/plan-pull'
import { sampleSize, spread } from '../decide/plan-reconcile'
import { applyPage, readById, type StreamParts, type Tally } from './apply-page'
import { habitsOf } from './habits'
import { readList } from './read-list'

export async function reconcileObject(
  parts: StreamParts,
  tally: Tally,
  { object, patience }: { readonly object: ObjectType; readonly patience: Patience },
): Promise<Failure | null> {
  const { db, world, line } = parts
  const connection = line.connection.id
  const generation = transaction(db, 'pulled', () => beginSweep(db, connection, object, world.now()))
  const result = await readList(parts, {
    object,
    start: startPosition('scan', null, true),
    patience,
    habits: habitsOf(parts, object),
    // Whole: links and custom fields may have changed without moving a stamp, and then no list of ids tells.
    fields: null,
    async onPage({ entries, seq }) {
      const ids = entries.flatMap(({ remoteId }) => remoteId ?? [])
      transaction(db, 'pulled', () => markSeen(db, generation, connection, object, ids))
      const report = applyPage(parts, tally, { object, entries, seq, source: 'list' })
      const older = report.verify.map(({ remoteId }) => remoteId)
      if (older.length > 0) await readById(parts, tally, object, older, patience)
    },
  })
  if (!result.ok) {
    // An incomplete listing says nothing about what it did not name.
    transaction(db, 'pulled', () => endSweep(db, generation))
    return result.failure
  }
  await confirmSuspects(
    parts,
    tally,
    object,
    patience,
    sweepCandidates(db, generation).map(({ remoteId }) => remoteId),
  )
  transaction(db, 'pulled', () => endSweep(db, generation))
  return null
}

async function confirmSuspects(
  parts: StreamParts,
  tally: Tally,
  object: ObjectType,
  patience: Patience,
  suspects: readonly RemoteId[],
): Promise<void> {
  const { db, world, line } = parts
  const known = recordCount(db, line.connection.id, object).records
  const size = sampleSize({ candidates: suspects.length, known })
  const sample = spread(suspects, size)
  const firsts = await readById(parts, tally, object, sample, patience)
  removeGone(parts, tally, object, firsts)
  if (size === suspects.length) return
  if ([...firsts.values()].some((result) => result !== 'gone')) {
    transaction(db, 'pulled', () =>
      noteCapability(
        db,
        line.connection.id,
        object,
        'list-not-complete',
        true,
        `${suspects.length} of ${known} records were not listed, and some of them exist`,
        world.now(),
      ),
    )
    return
  }
  const inSample = new Set(sample)
  removeGone(
    parts,
    tally,
    object,
    await readById(
      parts,
      tally,
      object,
      suspects.filter((id) => !inSample.has(id)),
      patience,
    ),
  )
}

function removeGone(
  { db, world, line }: StreamParts,
  tally: Tally,
  object: ObjectType,
  results: ReadonlyMap<RemoteId, 'applied' | 'gone' | 'refused' | 'unknown'>,
): void {
  const gone = [...results].filter(([, result]) => result === 'gone').map(([id]) => id)
  // A page at a time, as everywhere: nobody's save waits for a mass deletion.
  for (let start = 0; start < gone.length; start += 100) {
    transaction(db, 'pulled', () => {
      for (const id of gone.slice(start, start + 100)) {
        const { removed, conflict } = removeRecord(db, line.connection.id, object, id, world.now())
        if (removed !== null) tally.deleted += 1
        if (conflict !== null) tally.conflicts += 1
      }
    })
  }
}
