/** Conditions on what a record is linked with: other records, activities, and the changes that wait to be pushed. */
import { type Condition, type FilterField, isDateOperator } from '../../shared/model/filter'
import { fieldsByObject } from '../../shared/model/fields'
import type { Json } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import { inSpan, requireSpan } from './filter-figures'
import { type FilterScope, not, type Piece, piece, type Sql, sqlOf } from './filter-piece'
import { findRecordId, targetOf } from './identity'

/** The fields of the other side that say the same link: a company's `contact_ids` for a contact's `company_ids`. */
export function reverseFields(object: ObjectType, to: ObjectType): readonly string[] {
  return fieldsByObject[to].filter((field) => field.to === object && field.kind !== 'user').map(({ path }) => path)
}

const IN_LIST = 'IN (SELECT value FROM json_each(?))'

/** `inner` makes the conditions on the related record, whose alias is given. */
export function relationPiece(
  scope: FilterScope,
  { path, to }: FilterField & { readonly to: ObjectType },
  { op, value }: Condition,
  inner: (alias: string) => Sql,
): Piece {
  const back = JSON.stringify(reverseFields(scope.object, to))
  const { alias } = scope
  const others = sqlOf(
    `SELECT l.target AS id FROM link l WHERE l.owner = ${alias}.rid AND l.rel = ?
      UNION SELECT o.id FROM link l CROSS JOIN record o ON o.rid = l.owner WHERE l.target = ${alias}.id AND l.rel ${IN_LIST} AND o.list = '${to}'`,
    path,
    back,
  )
  const count = (comparison: '=' | '>' | '<'): Piece =>
    piece(sqlOf(`(SELECT count(*) FROM (${others.sql})) ${comparison} ?`, ...others.values, Number(value)))
  const linked = sqlOf(`EXISTS (${others.sql})`, ...others.values)
  switch (op) {
    case 'any-of':
      return linkedWith(scope, path, to, value)
    case 'not-linked':
      return not(linked)
    case 'count-is':
      return count('=')
    case 'count-more':
      return count('>')
    case 'count-less':
      return count('<')
    case 'where': {
      const test = inner('t')
      return piece(
        sqlOf(
          `EXISTS (SELECT 1 FROM (${others.sql}) f CROSS JOIN record t ON t.id = f.id WHERE t.list = '${to}' AND ${test.sql})`,
          ...others.values,
          ...test.values,
        ),
      )
    }
    default:
      return piece(linked)
  }
}

/** Linked with one of these, by our ids or the CRM's, from whichever side the link was made. */
export function linkedWith({ db, connection, object, alias }: FilterScope, path: string, to: ObjectType, value: Json): Piece {
  const ids = (Array.isArray(value) ? value : [value]).map(String)
  const targets = JSON.stringify(ids.map((id) => findRecordId(db, connection, to, id) ?? targetOf(db, connection, to, id)))
  const set = sqlOf(
    `SELECT l.owner AS rid FROM json_each(?) ids CROSS JOIN link l ON l.target = ids.value AND l.rel = ?
      UNION SELECT o.rid FROM json_each(?) ids CROSS JOIN record t ON t.id = ids.value CROSS JOIN link l ON l.owner = t.rid AND l.rel ${IN_LIST}
        CROSS JOIN record o ON o.id = l.target`,
    targets,
    path,
    targets,
    JSON.stringify(reverseFields(object, to)),
  )
  return piece(sqlOf(`${alias}.rid IN (${set.sql})`, ...set.values), [set])
}

/** When something was last, or will next be, done with it: by its linked activities. */
export function activityPiece(scope: FilterScope, { path }: FilterField, { op, value }: Condition): Piece {
  const { alias, now, object } = scope
  const last = path === 'last_activity'
  const moment = sqlOf(
    `(SELECT ${last ? 'max' : 'min'}(e.happens_at) FROM link l CROSS JOIN record e ON e.rid = l.owner
       WHERE l.target = ${alias}.id AND l.rel = '${object}_ids' AND e.list = 'event' AND e.happens_at ${last ? '<=' : '>'} ?)`,
    now,
  )
  if (op === 'none-for') {
    const { from } = requireSpan(last ? 'in-last' : 'in-next', { count: Number(value), unit: 'day' }, scope)
    const until = requireSpan('in-next', { count: Number(value), unit: 'day' }, scope).to
    const edge = last ? (from?.at ?? 0) : (until?.at ?? 0)
    return not(sqlOf(`${moment.sql} ${last ? '>=' : '<'} ?`, ...moment.values, edge))
  }
  if (isDateOperator(op)) {
    // The subselect is asked once, whatever the span says of it.
    const span = inSpan('a.at', requireSpan(op, value, scope))
    return piece(sqlOf(`EXISTS (SELECT 1 FROM (SELECT ${moment.sql} AS at) a WHERE ${span.sql})`, ...moment.values, ...span.values))
  }
  const any = sqlOf(`${moment.sql} IS NOT NULL`, ...moment.values)
  return op === 'empty' ? not(any) : piece(any)
}

const openStates = ['waiting', 'held', 'pushing', 'rejected', 'conflict'] as const

/** What the outbox says of a record, and what the CRM changed in it. */
export function syncPiece(scope: FilterScope, { op, value }: Condition): Piece {
  const { alias, connection } = scope
  if (op === 'changed-since') {
    // From the beginning of that day on.
    const { to } = requireSpan('before', value, scope)
    return piece(sqlOf(`EXISTS (SELECT 1 FROM history h WHERE h.record_id = ${alias}.id AND h.origin = 'remote' AND h.at >= ?)`, to?.at ?? 0))
  }
  const states = op === 'rejected' || op === 'conflict' || op === 'held' ? [op] : openStates
  const kind = op === 'made-here' ? `AND c.kind = 'create'` : ''
  const set = sqlOf(
    `SELECT DISTINCT o.rid FROM json_each(?) st CROSS JOIN change c INDEXED BY change_open ON c.connection = ? AND c.state = st.value
        AND c.state IN (${openStates.map((state) => `'${state}'`).join(', ')}) ${kind}
       CROSS JOIN record o ON o.id = c.record_id`,
    JSON.stringify(states),
    connection,
  )
  return piece(sqlOf(`${alias}.rid IN (${set.sql})`, ...set.values), [set])
}
