/**
 * First walks, one after the other, so that what is needed first is there first: the newest and the rep's own of every type come before the
 * first long one, and a list that is given by parent comes after its parents.
 */
import type { ObjectType } from '../../../shared/model/object-type'
import { loadCheckpoint } from '../../mirror/checkpoints'
import { type StreamParts, Tally } from './apply-page'
import { firstLook } from './first-look'
import { parentType } from './list-slices'
import { addUp, type ScanResult } from './scan-result'

/** What the others name: users and pipelines come before anything is looked at. */
const named: ReadonlySet<ObjectType> = new Set<ObjectType>(['user', 'pipeline'])

export interface Walks {
  readonly objects: readonly ObjectType[]
  /** What is known of some already; what the others bring is added. */
  readonly results: Map<ObjectType, ScanResult>
  readonly walk: (object: ObjectType) => Promise<ScanResult>
  /** Nothing more gets through for now: the rest of the types would only say the same. */
  readonly cutOff: () => boolean
}

export async function walkInTurn(streams: StreamParts, { objects, results, walk, cutOff }: Walks): Promise<void> {
  const { db, line } = streams
  const looked = new Map<ObjectType, ScanResult>()
  const queue = objects.filter((object) => !results.has(object))
  const putOff = new Set<ObjectType>()
  const waits = (object: ObjectType): boolean => {
    const parent = parentType(db, line.connection.id, object)
    return parent !== null && queue.includes(parent) && !putOff.has(object)
  }
  for (let object = queue.shift(); object !== undefined; object = queue.shift()) {
    if (results.size > 0 && cutOff()) break
    // Everything else names users and pipelines, and the rep is found among them.
    if (!named.has(object)) await lookAround(streams, objects, looked)
    // That a list is given by parent, the CRM may only say when it is asked.
    const walked = waits(object) ? null : await walk(object)
    if (walked === null || (walked.failure !== null && waits(object))) {
      putOff.add(object)
      queue.push(object)
      continue
    }
    const before = looked.get(object)
    results.set(object, before ? addUp(before, walked) : walked)
  }
}

/** The newest and the rep's own of each type that nothing is known of yet. */
async function lookAround(streams: StreamParts, objects: readonly ObjectType[], looked: Map<ObjectType, ScanResult>): Promise<void> {
  const isNew = (object: ObjectType): boolean => !looked.has(object) && loadCheckpoint(streams.db, streams.line.connection.id, object) === null
  const look = async (object: ObjectType): Promise<void> => {
    const tally = new Tally()
    await firstLook(streams, tally, object)
    looked.set(object, { counts: tally.counts(), conflicts: tally.conflicts, failure: null })
  }
  await Promise.all(objects.filter((object) => !named.has(object) && isNew(object)).map(look))
}
