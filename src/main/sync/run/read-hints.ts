/**
 * Reads what webhooks told of, record by record, and applies it as a poll would: the same reading by id, the same merge with what the
 * rep typed, the same removal of what is gone. In any order and as often as one likes; no checkpoint moves.
 */
import { instant, type RemoteId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { transaction } from '../../mirror/open'
import { dropHints, dueHints, type Hint, putOffHint } from '../../mirror/webhooks'
import type { Patience } from '../decide/backoff'
import { hintRetryMs } from '../decide/webhook-pace'
import { readById, type ReadResult, type StreamParts, Tally } from './apply-page'
import { settleRead } from './confirm-missing'

/** Read before looking whether there is something better to do. */
const HANDFUL = 20

export interface HintRun {
  readonly patience: Patience
  /** Asked between two handfuls. */
  readonly mayGoOn: () => Promise<boolean>
  /** What one type got out of it. */
  readonly heard: (object: ObjectType, tally: Tally) => void
}

/** Until nothing is due, or the CRM can't be asked. */
export async function readHints(parts: StreamParts, { patience, mayGoOn, heard }: HintRun): Promise<void> {
  const { db, world, line } = parts
  const tallies = new Map<ObjectType, Tally>()
  while (await mayGoOn()) {
    const hints = dueHints(db, line.connection.id, world.now(), HANDFUL)
    if (hints.length === 0) break
    for (const [object, ofObject] of Map.groupBy(hints, (hint) => hint.object)) {
      const tally = tallies.get(object) ?? new Tally()
      tallies.set(object, tally)
      const results = await readById(
        parts,
        tally,
        object,
        ofObject.map(({ remoteId }) => remoteId),
        patience,
      )
      settle(parts, tally, object, ofObject, results)
    }
  }
  for (const [object, tally] of tallies) heard(object, tally)
}

function settle(parts: StreamParts, tally: Tally, object: ObjectType, hints: readonly Hint[], results: ReadonlyMap<RemoteId, ReadResult>): void {
  const { db, world, line } = parts
  const resultOf = ({ remoteId }: Hint): ReadResult => results.get(remoteId) ?? 'unknown'
  // "Not found" about a record that is said to be new or changed may be a replica that lags: what is really gone is told of, or swept.
  const believed = hints.filter((hint) => resultOf(hint) !== 'gone' || hint.event === 'deleted')
  settleRead(parts, tally, { object, settled: () => undefined }, new Map(believed.map((hint) => [hint.remoteId, resultOf(hint)])))
  // Out of reach, none of them is to blame: all stay as they are.
  const isReached = line.state().state === 'connected'
  transaction(db, 'pulled', () => {
    for (const hint of hints) {
      if (isReached && resultOf(hint) === 'unknown') putOffHint(db, line.connection.id, hint, instant(world.now() + hintRetryMs(hint.tries)))
    }
    dropHints(
      db,
      line.connection.id,
      hints.filter((hint) => resultOf(hint) !== 'unknown'),
    )
  })
}
