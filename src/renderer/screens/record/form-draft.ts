/** What was typed into a form that was not saved: kept in this browser window's own storage, one for each kind of record. */
import type { ConnectionId } from '../../../shared/model/ids'
import { isJsonObject, type JsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'

const nameOf = (connection: ConnectionId, object: ObjectType): string => `satchel.draft ${connection} ${object}`

export function readDraft(connection: ConnectionId, object: ObjectType): JsonObject | null {
  const text = localStorage.getItem(nameOf(connection, object))
  if (text === null) return null
  try {
    const data: unknown = JSON.parse(text)
    return isJsonObject(data) ? data : null
  } catch {
    return null // half a draft, from a browser that was killed while writing it: there is nothing to offer
  }
}

export function keepDraft(connection: ConnectionId, object: ObjectType, data: JsonObject): void {
  try {
    localStorage.setItem(nameOf(connection, object), JSON.stringify(data))
  } catch {
    // Storage is full or switched off. The form itself still holds everything; only its memory is lost.
  }
}

export function clearDraft(connection: ConnectionId, object: ObjectType): void {
  localStorage.removeItem(nameOf(connection, object))
}
