/** What a CRM said of itself, kept a type at a time beside what it turned out to do: see `shared/sync/support.ts`. */
import type { ConnectionId, Instant } from '../../shared/model/ids'
import { type ObjectType, objectTypes } from '../../shared/model/object-type'
import type { ObjectSupport } from '../../shared/sync/support'
import { noteCapability } from './checkpoints'
import type { ReadDb, WriteDb } from './sql'

/** The name of such a row among the capabilities; no capability, so their readers pass it over. */
export const MATRIX = 'matrix'

interface Row {
  readonly object: ObjectType
  readonly value: string
  readonly at: Instant
}

/** Replaces all that was kept: a type that is no longer mentioned is unknown again. Within a transaction. */
export function keepSupport(db: WriteDb, connection: ConnectionId, support: readonly ObjectSupport[], from: string, now: Instant): void {
  db.run('DELETE FROM capability WHERE connection = ? AND name = ?', connection, MATRIX)
  for (const each of support) noteCapability(db, connection, each.object, MATRIX, { ...each }, from, now)
}

/** `at` null: it was never asked, or says nothing of itself. */
export function listSupport(db: ReadDb, connection: ConnectionId): { readonly at: Instant | null; readonly objects: readonly ObjectSupport[] } {
  const rows = db.all<Row>('SELECT object, value, at FROM capability WHERE connection = ? AND name = ?', connection, MATRIX)
  const objects = rows.map(decode).toSorted((a, b) => objectTypes.indexOf(a.object) - objectTypes.indexOf(b.object))
  return { at: rows[0]?.at ?? null, objects }
}

export function findSupport(db: ReadDb, connection: ConnectionId, object: ObjectType): ObjectSupport | null {
  const row = db.get<Row>('SELECT object, value, at FROM capability WHERE connection = ? AND object = ? AND name = ?', connection, object, MATRIX)
  return row ? decode(row) : null
}

function decode({ value }: Row): ObjectSupport {
  // What an earlier version did not ask is unknown.
  return { told: null, ...(JSON.parse(value) as Omit<ObjectSupport, 'told'>) }
}
