/**
 * What a list is narrowed by, as one SQL condition with bound values.
 *
 * Three things may narrow it, and all must hold: a filter (`shared/model/filter.ts`), the loose equalities of `--where`, and words to
 * search for. Beside the condition comes what an index can tell of it: sets of rows, of which a small one is read instead of the list.
 */
import { fail, preview } from '../../shared/failure'
import { type Condition, conditionsOf, checkFilter, type Filter, filterFieldAt, parseInner } from '../../shared/model/filter'
import { fieldAt, type FieldDefinition, fieldsByObject } from '../../shared/model/fields'
import { type ConnectionId, instant, type Instant, parseInstant } from '../../shared/model/ids'
import { isEmptyValue, type Json } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { type ColumnName, foldedColumns, timeColumns } from './columns'
import { booleanPiece, datePiece, numberPiece } from './filter-figures'
import { activityPiece, linkedWith, relationPiece, syncPiece } from './filter-links'
import { userPiece, usersCalled } from './filter-people'
import { allOf, anyOf, type FilterScope, indexedSet, not, type Piece, piece, type Sql, sqlOf } from './filter-piece'
import { stagePiece } from './filter-stages'
import { addressPiece, phonePiece, tagsPiece, textPiece } from './filter-text'
import { anyEntry, entriesOf, someEntry } from './filter-values'
import { fold, sortKey } from './fold'
import { digitsOf } from './functions'
import { matchExpression } from './match'
import { indexedColumn } from './sorting'
import type { ReadDb } from './sql'

/** One equality of `--where`. */
export interface Where {
  readonly field: string
  readonly value: Json
}

/** A filter, and what its words mean to who asks. */
export interface AskedFilter {
  readonly filter: Filter
  /** Who *me* is: an e-mail, or the CRM's id of a user; null where nobody knows. */
  readonly me: string | null
  /** The day that words such as *this month* are about. */
  readonly now: Instant
}

/** Which records of a list. */
export interface Selection {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly where: readonly Where[]
  readonly search: string
  readonly asked?: AskedFilter | null
}

export type NarrowedList = Piece & { readonly isAll: boolean }

/** `isAll`: nothing narrows it. */
export function filterOf(db: ReadDb, stream: number, { connection, object, where, search, asked = null }: Selection): NarrowedList {
  const scope: FilterScope = {
    db,
    connection,
    object,
    stream,
    alias: 'r',
    now: asked?.now ?? instant(0),
    me: asked === null ? [] : peopleCalled(db, connection, asked),
  }
  const pieces: Piece[] = where.map((each) => wherePiece(scope, each))
  if (asked !== null) {
    checkFilter(object, asked.filter)
    pieces.push(filterPiece(scope, asked.filter))
  }
  const words = matchExpression(search)
  if (words !== null) {
    const set = sqlOf('SELECT rowid AS rid FROM search WHERE search MATCH ?', `scope : "s${stream}" AND (${words})`)
    pieces.push(piece(sqlOf(`r.rid IN (${set.sql})`, ...set.values), [set]))
  }
  return { ...allOf(pieces), isAll: pieces.length === 0 }
}

function peopleCalled(db: ReadDb, connection: ConnectionId, { filter, me }: AskedFilter): readonly string[] {
  const asksForMe = conditionsOf(filter).some(({ op }) => op === 'me' || op === 'where')
  return me !== null && asksForMe ? usersCalled(db, connection, me) : []
}

function filterPiece(scope: FilterScope, filter: Filter): Piece {
  if ('all' in filter) return allOf(filter.all.map((each) => filterPiece(scope, each)))
  if ('any' in filter) return anyOf(filter.any.map((each) => filterPiece(scope, each)))
  const made = conditionPiece(scope, filter)
  // On a related record a set of rows says nothing of the list's own.
  return scope.alias === 'r' ? made : piece(made)
}

function conditionPiece(scope: FilterScope, condition: Condition): Piece {
  const field =
    filterFieldAt(scope.object, condition.field) ?? fail({ kind: 'bad-input', where: 'filter', expected: 'a field', got: condition.field })
  switch (field.kind) {
    case 'text':
    case 'choice':
      return textPiece(scope, field, condition)
    case 'address':
      return addressPiece(scope, field, condition)
    case 'phone':
      return phonePiece(scope, field, condition)
    case 'number':
    case 'money':
      return numberPiece(scope, field, condition)
    case 'date':
      return datePiece(scope, field, condition)
    case 'stage':
      return stagePiece(scope, field, condition)
    case 'tags':
      return tagsPiece(scope, field, condition)
    case 'boolean':
      return booleanPiece(scope, field, condition)
    case 'user':
      return userPiece(scope, field, condition)
    case 'activity':
      return activityPiece(scope, field, condition)
    case 'sync':
      return syncPiece(scope, condition)
    case 'custom':
      return customPiece(scope, condition)
    case 'relation': {
      const to = field.to ?? scope.object
      const inner = (alias: string): Sql =>
        filterPiece({ ...scope, object: to, alias, stream: streamOf(scope, to) }, parseInner(field.path, condition.value))
      return relationPiece(scope, { ...field, to }, condition, inner)
    }
  }
}

/** By the operator, since nobody but the CRM knows the kind. */
function customPiece(scope: FilterScope, condition: Condition): Piece {
  const field = { path: condition.field, kind: 'custom', to: null, options: null } as const
  switch (condition.op) {
    case 'lt':
    case 'lte':
    case 'gt':
    case 'gte':
      return numberPiece(scope, field, condition)
    case 'in-last':
    case 'in-next':
    case 'more-than-ago':
    case 'more-than-ahead':
    case 'this':
    case 'last':
    case 'next':
    case 'on':
    case 'before':
    case 'after':
      return datePiece(scope, field, condition)
    case 'has-all':
      return tagsPiece(scope, field, condition)
    case 'yes':
    case 'no':
      return booleanPiece(scope, field, condition)
    default:
      return textPiece(scope, field, condition)
  }
}

function streamOf({ db, connection }: FilterScope, object: ObjectType): number {
  return db.get<{ readonly sid: number }>('SELECT sid FROM stream WHERE connection = ? AND object = ?', connection, object)?.sid ?? 0
}

/** Loose on purpose: what a person types after `=` is text, whatever the field's type. */
function wherePiece(scope: FilterScope, { field, value }: Where): Piece {
  if (field === 'id') return piece(sqlOf('(r.remote_id = ? OR r.id = ?)', asText(value), asText(value)), [idSet(scope, asText(value))])
  const definition = requireField(scope.object, field)
  const column = indexedColumn(scope.object, field)
  if (column !== null) {
    const key = keyOf(column, value)
    const test = (of: string): Sql => (key === null ? sqlOf(`${of} IS NULL`) : sqlOf(`${of} = ?`, key))
    return piece(test(`r.${column}`), [indexedSet(scope, column, test(column))])
  }
  const entries = entriesOf(scope, field)
  if (isEmptyValue(value)) return not(anyEntry(entries))
  if (definition.to !== undefined && definition.kind !== 'user' && definition.kind !== 'references')
    return linkedWith(scope, field, definition.to, asText(value))
  if (definition.kind === 'phones') return piece(someEntry(entries, 'digits_of(@value) = ?', digitsOf(asText(value))))
  if (definition.kind === 'date-time') return piece(someEntry(entries, 'moment_of(@value) = ?', parseInstant(value)))
  const word = fold(asText(value)).trim()
  if (typeof value === 'boolean' || word === 'true' || word === 'false')
    return piece(someEntry(entries, '(m.type = ? OR folded(@value) = ?)', word, word))
  return piece(someEntry(entries, '(folded(@value) = ? OR folded(@name) = ?)', word, word))
}

function idSet({ stream }: FilterScope, id: string): Sql {
  return sqlOf('SELECT rid FROM record WHERE stream = ? AND remote_id = ? UNION SELECT rid FROM record WHERE id = ?', stream, id, id)
}

function requireField(object: ObjectType, field: string): FieldDefinition {
  const definition = fieldAt(object, field)
  if (definition) return definition
  if (object === 'event' && field === 'happens_at') return { path: field, kind: 'date-time' }
  const known = ['id', ...fieldsByObject[object].map(({ path }) => (path === 'metadata' ? 'metadata.‹slug›' : path))]
  return fail({ kind: 'bad-input', where: 'where', expected: `a field of ${object}: ${known.join(', ')}`, got: preview(field) })
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

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
