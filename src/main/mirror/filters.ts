/**
 * What a list is narrowed by, as SQL where an index can tell, and as a look into the document where only that can.
 *
 * Text is compared without case and accents. A list field matches when one of its members does. A relation is named by our id
 * or the CRM's, and counts from whichever side it was linked.
 */
import { fail, preview } from '../../shared/failure'
import { fieldAt, type FieldDefinition, fieldsByObject } from '../../shared/model/fields'
import { type FieldPath, readField } from '../../shared/model/field-path'
import { type ConnectionId, parseInstant, type RecordId } from '../../shared/model/ids'
import { isEmptyValue, isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { type ColumnName, foldedColumns, timeColumns } from './columns'
import { fold, sortKey } from './fold'
import { findRecordId, targetOf } from './identity'
import { matchExpression } from './match'
import { indexedColumn } from './sorting'
import type { ReadDb, SqlValue } from './sql'

export interface Condition {
  readonly field: string
  readonly value: Json
}

export interface Filter {
  /** Conditions on `r`, the record, each with its values. */
  readonly sql: readonly string[]
  readonly values: readonly SqlValue[]
  /** What SQL can't tell; null when it told all. */
  readonly fits: ((document: JsonObject) => boolean) | null
}

export function filterOf(db: ReadDb, connection: ConnectionId, object: ObjectType, where: readonly Condition[], search: string): Filter {
  const sql: string[] = []
  const values: SqlValue[] = []
  const looks: ((document: JsonObject) => boolean)[] = []
  for (const { field, value } of where) {
    if (field === 'id') {
      sql.push('(r.remote_id = ? OR r.id = ?)')
      values.push(asText(value), asText(value))
      continue
    }
    const definition = requireField(object, field)
    const column = indexedColumn(object, field)
    if (column !== null) {
      const key = keyOf(column, value)
      // The column's name stands in our own table of names.
      sql.push(key === null ? `r.${column} IS NULL` : `r.${column} = ?`)
      if (key !== null) values.push(key)
    } else if (definition.to !== undefined && definition.kind !== 'user' && !isEmptyValue(value)) {
      const target = relationTarget(db, connection, definition.to, asText(value))
      sql.push(
        'r.rid IN (SELECT owner FROM link WHERE target = ? AND rel = ? UNION SELECT o.rid FROM link l JOIN record t ON t.rid = l.owner JOIN record o ON o.id = l.target WHERE t.id = ? AND l.rel IN (SELECT value FROM json_each(?)))',
      )
      values.push(target, field, target, JSON.stringify(reverseFields(object, definition.to)))
    } else {
      looks.push((document) => memberFits(definition, readField(document, field as FieldPath), value))
    }
  }
  const words = matchExpression(search)
  if (words !== null) {
    sql.push('r.rid IN (SELECT rowid FROM search WHERE search MATCH ?)')
    values.push(`scope : "s${streamOf(db, connection, object)}" AND (${words})`)
  }
  return { sql, values, fits: looks.length === 0 ? null : (document) => looks.every((look) => look(document)) }
}

function requireField(object: ObjectType, field: string): FieldDefinition {
  const definition = fieldAt(object, field)
  if (definition) return definition
  if (object === 'event' && field === 'happens_at') return { path: field, kind: 'date-time' }
  const known = ['id', ...fieldsByObject[object].map(({ path }) => (path === 'metadata' ? 'metadata.‹slug›' : path))]
  return fail({ kind: 'bad-input', where: 'where', expected: `a field of ${object}: ${known.join(', ')}`, got: preview(field) })
}

/** The fields of the other side that say the same link: a company's `contact_ids` for a contact's `company_ids`. */
export function reverseFields(object: ObjectType, to: ObjectType): readonly string[] {
  return fieldsByObject[to].filter((field) => field.to === object && field.kind !== 'user').map(({ path }) => path)
}

function relationTarget(db: ReadDb, connection: ConnectionId, to: ObjectType, id: string): RecordId {
  return findRecordId(db, connection, to, id) ?? targetOf(db, connection, to, id)
}

function streamOf(db: ReadDb, connection: ConnectionId, object: ObjectType): number {
  return db.get<{ readonly sid: number }>('SELECT sid FROM stream WHERE connection = ? AND object = ?', connection, object)?.sid ?? 0
}

function keyOf(column: ColumnName, value: Json): string | number | null {
  if (isEmptyValue(value)) return null
  if (foldedColumns.has(column)) return sortKey(asText(value))
  if (column === 'owner') return asText(value)
  if (timeColumns.has(column))
    return parseInstant(value) ?? fail({ kind: 'bad-input', where: 'where', expected: 'a date and time with its zone', got: preview(value) })
  const number = Number(value)
  return Number.isNaN(number) ? fail({ kind: 'bad-input', where: 'where', expected: 'a number', got: preview(value) }) : number
}

/** Loose on purpose: what a person types after `=` is text, whatever the field's type. */
function memberFits(definition: FieldDefinition, held: Json | undefined, wanted: Json): boolean {
  if (isEmptyValue(wanted)) return isEmptyValue(held)
  if (Array.isArray(held)) return held.some((entry: Json) => memberFits(definition, entry, wanted))
  if (isJsonObject(held)) {
    if (definition.kind === 'phones') return digits(asText(held['telephone'] ?? '')) === digits(asText(wanted))
    return ['email', 'id', 'name'].some((key) => held[key] !== undefined && fold(asText(held[key] ?? '')) === fold(asText(wanted)))
  }
  if (held === undefined || held === null) return false
  if (definition.kind === 'date-time') return parseInstant(held) !== null && parseInstant(held) === parseInstant(wanted)
  return fold(asText(held)) === fold(asText(wanted))
}

function digits(text: string): string {
  return text.replaceAll(/\D/g, '')
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
