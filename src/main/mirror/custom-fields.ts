/** The definitions of custom fields as the CRM last told them. */
import { type CustomField, type CustomFieldObject, customFieldObjects, readCustomField } from '../../shared/model/custom-field'
import type { ConnectionId, Instant } from '../../shared/model/ids'
import type { Json } from '../../shared/model/json'
import type { ReadDb, WriteDb } from './sql'

/** In the order of the object types, and of the CRM. */
export function listCustomFields(db: ReadDb, connection: ConnectionId, object: CustomFieldObject | null): readonly CustomField[] {
  const rows = db.all<{ readonly object: CustomFieldObject; readonly json: string }>(
    'SELECT object, json FROM custom_field WHERE connection = ? AND (? IS NULL OR object = ?) ORDER BY position',
    connection,
    object,
    object,
  )
  return customFieldObjects.flatMap((type) =>
    rows.flatMap((row) => (row.object === type ? (readCustomField(type, JSON.parse(row.json) as Json) ?? []) : [])),
  )
}

/** All of a connection, in place of what was known. */
export function saveCustomFields(db: WriteDb, connection: ConnectionId, fields: readonly CustomField[], supported: boolean, now: Instant): void {
  db.run('DELETE FROM custom_field WHERE connection = ?', connection)
  fields.forEach(({ object, slug, document }, position) => {
    // Of two with one slug the first counts, as everywhere that a value is looked up.
    db.run(
      'INSERT OR IGNORE INTO custom_field (connection, object, slug, position, json) VALUES (?, ?, ?, ?, ?)',
      connection,
      object,
      slug,
      position,
      JSON.stringify(document),
    )
  })
  db.run('INSERT OR REPLACE INTO custom_field_pull (connection, at, supported) VALUES (?, ?, ?)', connection, now, supported ? 1 : 0)
}

/** When they were last read; null: never. */
export function customFieldsReadAt(db: ReadDb, connection: ConnectionId): { readonly at: Instant; readonly supported: boolean } | null {
  const row = db.get<{ readonly at: Instant; readonly supported: number }>(
    'SELECT at, supported FROM custom_field_pull WHERE connection = ?',
    connection,
  )
  return row ? { at: row.at, supported: row.supported === 1 } : null
}
