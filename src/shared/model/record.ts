/**
 * A record as the CRM sends it: the normalized document, in the wire's own snake_case, with every field it had, known to
 * us or not. Everything derived from it (names, columns, links) is computed here or in the mirror, never stored in it.
 */
import type { EventType } from './fields'
import { type Instant, parseInstant } from './ids'
import { isJsonObject, type Json, type JsonObject } from './json'
import type { ObjectType } from './object-type'

export type RecordDocument = JsonObject

/** A string member, or null when it is absent, empty or something else. */
export function textOf(document: RecordDocument, key: string): string | null {
  const value = document[key]
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** What a record is called in a list. Falls back to what a person would recognise it by; null when there is nothing. */
export function displayName(object: ObjectType, document: RecordDocument): string | null {
  const name = textOf(document, 'name')
  if (name) return name
  if (object === 'event') return eventSubject(document)
  const parts = [textOf(document, 'first_name'), textOf(document, 'last_name')].filter((part) => part !== null)
  if (parts.length > 0) return parts.join(' ')
  return firstMember(document['emails'], 'email') ?? firstMember(document['telephones'], 'telephone')
}

/** The sub-object that an event's type names, or null. */
export function eventContent(document: RecordDocument): JsonObject | null {
  const type = document['type']
  const content = typeof type === 'string' ? document[type.toLowerCase()] : null
  return isJsonObject(content) ? content : null
}

export function eventSubject(document: RecordDocument): string | null {
  const content = eventContent(document)
  if (!content) return null
  return (
    textOf(content, 'title') ??
    textOf(content, 'subject') ??
    textOf(content, 'name') ??
    textOf(content, 'url') ??
    firstLine(textOf(content, 'description'))
  )
}

/** When an event happens: the start of a meeting or call, the due date of a task, else when it was recorded. */
export function eventTime(document: RecordDocument): Instant | null {
  const content = eventContent(document) ?? {}
  const own: Partial<Record<EventType, string>> = { MEETING: 'start_at', CALL: 'start_at', TASK: 'due_at' }
  const key = own[document['type'] as EventType]
  return (key ? parseInstant(content[key]) : null) ?? parseInstant(document['created_at'])
}

/** The first entry's member of a list such as `emails`: position 0 is the main one. */
export function firstMember(list: Json | undefined, member: string): string | null {
  if (!Array.isArray(list)) return null
  for (const entry of list) {
    const value = isJsonObject(entry) ? entry[member] : null
    if (typeof value === 'string' && value !== '') return value
  }
  return null
}

function firstLine(text: string | null): string | null {
  return text?.trim().split('\n', 1)[0]?.slice(0, 200) ?? null
}
