/**
 * What of a CRM is kept here: which kinds of records, whose, since when, and which of their fields.
 *
 * Users and pipelines always come: everything else names them. What leaves the scope is taken out of the mirror unless it has
 * unpushed changes; what enters comes with the next pull.
 */
import { z } from 'zod'
import { parseInstant } from './ids'
import type { JsonObject } from './json'
import type { ObjectType } from './object-type'

/** What may be left out, or taken in part. */
export const scopedObjects = ['contact', 'company', 'deal', 'event', 'lead'] as const
export type ScopedObject = (typeof scopedObjects)[number]

export const scopeSchema = z.object({
  /** Null: all. */
  objects: z.array(z.enum(scopedObjects)).nullable().default(null),
  /** Only records that the rep owns. */
  onlyMine: z.boolean().default(false),
  /** A day: only what was changed on it or later. Null: since ever. */
  since: z.iso.date().nullable().default(null),
  /** By object type, the top-level fields that are kept; a type that is not named keeps all. */
  fields: z.partialRecord(z.enum(scopedObjects), z.array(z.string().min(1).max(200)).max(200)).default({}),
  /** The provider's own form of each record, too. */
  raw: z.boolean().default(false),
})

export type PullScope = z.output<typeof scopeSchema>

export const wholeScope: PullScope = { objects: null, onlyMine: false, since: null, fields: {}, raw: false }

/** Whatever is left out of a record: what it is known by, when it moved and whose it is. */
const ALWAYS: readonly string[] = ['id', 'created_at', 'updated_at', 'name', 'type', 'user_id']

export function isScoped(object: ObjectType): object is ScopedObject {
  return (scopedObjects as readonly string[]).includes(object)
}

/** Whether records of this type are kept at all. */
export function isPulled({ objects }: PullScope, object: ObjectType): boolean {
  return objects === null || !isScoped(object) || objects.includes(object)
}

/** Milliseconds; null: since ever. The day begins at midnight UTC. */
export function sinceOf({ since }: PullScope, object: ObjectType): number | null {
  return since === null || !isScoped(object) ? null : parseInstant(`${since}T00:00:00.000Z`)
}

/** The fields to ask for; null: all. */
export function fieldsOf({ fields }: PullScope, object: ObjectType): readonly string[] | null {
  const chosen = isScoped(object) ? fields[object] : undefined
  return chosen === undefined ? null : [...new Set([...ALWAYS, ...chosen])]
}

/** The record without what is not kept. */
export function projected(scope: PullScope, object: ObjectType, document: JsonObject): JsonObject {
  const kept = fieldsOf(scope, object)
  return kept === null ? document : Object.fromEntries(Object.entries(document).filter(([key]) => kept.includes(key)))
}

/** Whether a record as the CRM has it belongs here. `owner`: the rep's id there; null: nobody knows, and nothing is theirs. */
export function isInScope(scope: PullScope, owner: string | null, object: ObjectType, document: JsonObject): boolean {
  if (!isPulled(scope, object)) return false
  if (!isScoped(object)) return true
  const since = sinceOf(scope, object)
  const stamp = since === null ? null : parseInstant(document['updated_at'])
  if (since !== null && stamp !== null && stamp < since) return false
  const user = document['user_id']
  return !scope.onlyMine || (owner !== null && (typeof user === 'number' ? String(user) : user) === owner)
}

/** The types that come anew when one scope follows another: those of which more is kept, or more of each. */
export function widened(before: PullScope, after: PullScope): readonly ScopedObject[] {
  return scopedObjects.filter((object) => {
    if (!isPulled(after, object)) return false
    const [was, is] = [sinceOf(before, object), sinceOf(after, object)]
    const [had, has] = [fieldsOf(before, object), fieldsOf(after, object)]
    return (
      !isPulled(before, object) ||
      (before.onlyMine && !after.onlyMine) ||
      (was !== null && (is === null || is < was)) ||
      (had !== null && (has === null || has.some((field) => !had.includes(field)))) ||
      (after.raw && !before.raw)
    )
  })
}
