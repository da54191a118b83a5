/**
 * What was typed into a form and not saved yet: kept in this window's own storage, one draft for each place it was typed at.
 *
 * The place is an object type for the form of a new record, and a record's id for what is being written on that record.
 */
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import { isJsonObject, type JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'

export type DraftPlace = ObjectType | RecordId

const nameOf = (connection: ConnectionId, place: DraftPlace): string => `satchel.draft ${connection} ${place}`

export function readDraft(connection: ConnectionId, place: DraftPlace): JsonObject | null {
  const text = localStorage.getItem(nameOf(connection, place))
  if (text === null) return null
  try {
    const data: unknown = JSON.parse(text)
    return isJsonObject(data) ? data : null
  } catch {
    return null // half a draft, from a browser that was killed while writing it: there is nothing to offer
  }
}

export function keepDraft(connection: ConnectionId, place: DraftPlace, data: JsonObject): void {
  try {
    localStorage.setItem(nameOf(connection, place), JSON.stringify(data))
  } catch {
    // Storage is full or switched off. The form itself still holds everything; only its memory is lost.
  }
}

export function clearDraft(connection: ConnectionId, place: DraftPlace): void {
  localStorage.removeItem(nameOf(connection, place))
}
