/** A condition as SQL: what it says of a record, and, where an index can tell, a small set of rows that holds all matches. */
import type { ConnectionId, Instant } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import type { ReadDb, SqlValue } from './sql'

/** SQL text with its values in order. */
export interface Sql {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

export interface Piece extends Sql {
  /**
   * Statements that select `rid`, each served by an index: all matches are in every one of them (and others may be). What is rare is
   * found by the smallest, without walking the list.
   */
  readonly sets: readonly Sql[]
}

/** Where a condition stands: on which record, and what its words mean. */
export interface FilterScope {
  readonly db: ReadDb
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly stream: number
  /** The table's alias of the record in question. */
  readonly alias: string
  readonly now: Instant
  /** The CRM's ids of the rep's own user: what *me* means. */
  readonly me: readonly string[]
}

export const sqlOf = (sql: string, ...values: readonly SqlValue[]): Sql => ({ sql, values })
export const piece = ({ sql, values }: Sql, sets: readonly Sql[] = []): Piece => ({ sql, values, sets })

/** Nothing is neither true nor false: not to contain a word is true of an empty field. */
export const not = ({ sql, values }: Sql): Piece => piece({ sql: `NOT ifnull(${sql}, 0)`, values })

export function either(...parts: readonly Sql[]): Sql {
  return { sql: `(${parts.map(({ sql }) => sql).join(' OR ')})`, values: parts.flatMap(({ values }) => values) }
}

export function allOf(pieces: readonly Piece[]): Piece {
  if (pieces.length === 0) return piece(sqlOf('1'))
  return {
    sql: `(${pieces.map(({ sql }) => sql).join(' AND ')})`,
    values: pieces.flatMap(({ values }) => values),
    sets: pieces.flatMap(({ sets }) => sets),
  }
}

export function anyOf(pieces: readonly Piece[]): Piece {
  if (pieces.length === 0) return piece(sqlOf('1'))
  const sets = pieces.map(({ sets: [first] }) => first)
  const known = sets.filter((set) => set !== undefined)
  return {
    ...either(...pieces),
    sets: known.length === pieces.length ? [{ sql: known.map(({ sql }) => sql).join(' UNION '), values: known.flatMap(({ values }) => values) }] : [],
  }
}

/** The rows of the scope's list whose column, which has an index, is in a range. */
export function indexedSet({ object, stream }: FilterScope, column: string, range: Sql): Sql {
  // Column and object stand in our own tables of names.
  return sqlOf(
    `SELECT rid FROM record INDEXED BY ${object}_by_${column} WHERE stream = ? AND list = '${object}' AND ${range.sql}`,
    stream,
    ...range.values,
  )
}
