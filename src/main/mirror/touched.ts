/** What writing functions touched since it was last asked. The engine tells it after the commit. */
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import { emptySets, handleOf, type TouchedSets, type WriteDb } from './sql'

export interface Touched {
  readonly records: readonly { readonly connection: ConnectionId; readonly object: ObjectType; readonly ids: readonly RecordId[] }[]
  readonly outboxes: readonly ConnectionId[]
}

/** Empties it: what is answered here is not answered again. Only what has committed is in it. */
export function takeTouched(db: WriteDb): Touched {
  const { state } = handleOf(db)
  const { records, outboxes } = state.touched
  state.touched = emptySets()
  return { records: [...records.values()].map((entry) => ({ ...entry, ids: [...entry.ids] })), outboxes: [...outboxes] }
}

export function touchRecord(db: WriteDb, connection: ConnectionId, object: ObjectType, id: RecordId): void {
  entryOf(handleOf(db).state.pending, connection, object).add(id)
}

export function touchOutbox(db: WriteDb, connection: ConnectionId): void {
  handleOf(db).state.pending.outboxes.add(connection)
}

export function mergeTouched(into: TouchedSets, from: TouchedSets): void {
  for (const { connection, object, ids } of from.records.values()) {
    const known = entryOf(into, connection, object)
    for (const id of ids) known.add(id)
  }
  for (const connection of from.outboxes) into.outboxes.add(connection)
}

function entryOf(sets: TouchedSets, connection: ConnectionId, object: ObjectType): Set<RecordId> {
  const key = `${object} ${connection}`
  const known = sets.records.get(key)
  if (known) return known.ids
  const ids = new Set<RecordId>()
  sets.records.set(key, { connection, object, ids })
  return ids
}
