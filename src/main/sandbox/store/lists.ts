/**
 * One page of a list, as keys.
 *
 * The protocol pages by offset. An index is walked for it, and the place where the last page of the same list ended is
 * remembered as long as nothing was written, so that walking a million records page by page does not cost the square of it.
 */
import type { CrmObject, SandboxObject } from '../catalogue'
import { linkFields } from '../catalogue'
import { HIGHEST_ID, keyOf, objectNumber, type Store } from './open'

export interface ListRequest {
  readonly object: SandboxObject
  readonly limit: number
  readonly offset: number
  readonly updatedGte: number | null
  readonly sort: 'name' | 'created_at' | 'updated_at' | null
  readonly descending: boolean
  readonly query: string | null
  readonly relations: readonly { readonly object: CrmObject; readonly key: number | null }[]
  readonly owner: string | null
  readonly pipeline: string | null
  readonly type: string | null
  /** Records written after this instant are not in lists yet; null: all are. */
  readonly visibleUntil: number | null
  /** Null: ties by id. Else ties (or, without a sort, all) in an order that this number decides. */
  readonly shuffle: number | null
}

const columns = { name: 'search', created_at: 'created_at', updated_at: 'updated_at' } as const

/** How many places are remembered. */
const MEMORIES = 64

interface Place {
  readonly version: number
  readonly offset: number
  readonly key: number
  readonly value: string | number
}

export type Lists = (request: ListRequest, version: number) => readonly number[]

export function createLists(store: Store): Lists {
  const places = new Map<string, Place>()

  return (request, version) => {
    const { where, values } = conditions(request)
    const column = request.sort ? columns[request.sort] : 'key'
    const direction = request.descending ? 'DESC' : 'ASC'
    if (request.shuffle !== null) return shuffledPage(store, request, where, values, column, direction)

    const list = JSON.stringify([where, values, column, direction])
    const place = places.get(`${list}@${request.offset}`)
    const known = place && place.version === version ? place : null
    const from = startOf(request, column, known)
    const order = column === 'key' ? `key ${direction}` : `${column} ${direction}, key ${direction}`
    const rows = store
      .prepare<unknown[], { key: number; value: string | number }>(
        `SELECT key, ${column} AS value FROM record WHERE ${[where, ...from.where].join(' AND ')} ORDER BY ${order} LIMIT ? OFFSET ?`,
      )
      .all(...values, ...from.values, request.limit, known ? 0 : request.offset)
    const last = rows.at(-1)
    if (last) {
      if (places.size >= MEMORIES) places.delete(places.keys().next().value ?? '')
      const offset = request.offset + rows.length
      places.set(`${list}@${offset}`, { version, offset, key: last.key, value: last.value })
    }
    return rows.map((row) => row.key)
  }
}

/**
 * Where the walk begins. In order of age the key is bounded on both sides by one condition: of two lower bounds SQLite would
 * seek to the first and step to the other.
 */
function startOf(request: ListRequest, column: string, place: Place | null): { where: readonly string[]; values: readonly unknown[] } {
  if (column === 'key') {
    const low = place && !request.descending ? place.key + 1 : keyOf(request.object, 0)
    const high = place && request.descending ? place.key - 1 : keyOf(request.object, HIGHEST_ID)
    return { where: ['key BETWEEN ? AND ?'], values: [low, high] }
  }
  if (!place) return { where: [], values: [] }
  return { where: [`(${column}, key) ${request.descending ? '<' : '>'} (?, ?)`], values: [place.value, place.key] }
}

/** A large prime: keys times a number below it, modulo this, come in an order that looks like none. */
const SHUFFLE_PRIME = 2_147_483_647
export const SHUFFLE_RANGE = SHUFFLE_PRIME - 1

function shuffledPage(
  store: Store,
  request: ListRequest,
  where: string,
  values: readonly unknown[],
  column: string,
  direction: string,
): readonly number[] {
  const disorder = '(key % 1000003 * ?) % ?'
  const order = column === 'key' ? disorder : `${column} ${direction}, ${disorder}`
  const rows = store
    .prepare<unknown[], { key: number }>(`SELECT key FROM record WHERE ${where} ORDER BY ${order} LIMIT ? OFFSET ?`)
    .all(...values, request.shuffle, SHUFFLE_PRIME, request.limit, request.offset)
  return rows.map((row) => row.key)
}

function conditions(request: ListRequest): { where: string; values: readonly unknown[] } {
  const parts: string[] = []
  const values: unknown[] = []
  const add = (part: string, ...more: unknown[]): void => {
    parts.push(part)
    values.push(...more)
  }
  if (request.updatedGte !== null) add('updated_at >= ?', request.updatedGte)
  if (request.visibleUntil !== null) add('updated_at <= ?', request.visibleUntil)
  if (request.owner !== null) add('user_id = ?', request.owner)
  if (request.pipeline !== null) add('pipeline = ?', request.pipeline)
  if (request.type !== null) add('type = ?', request.type)
  for (const { object, key } of request.relations) {
    const link = linkFields.find((candidate) => candidate.object === request.object && candidate.to === object)
    if (!link) continue
    const [own, other] = link.end === 'left' ? ['left_key', 'right_key'] : ['right_key', 'left_key']
    add(`key IN (SELECT ${own} FROM link WHERE kind = ? AND ${other} = ?)`, link.kind, key ?? -1)
  }
  if (request.query !== null) {
    // Part of the name (before the first line break), or the beginning of an e-mail address (after one).
    const text = request.query.toLowerCase()
    add('(instr(search, ?) BETWEEN 1 AND instr(search, char(10)) OR instr(search, char(10) || ?) > 0)', text, text)
  }
  // Few records are linked to one: the plus keeps SQLite from walking a whole type to find them.
  add(request.relations.length > 0 ? '+object = ?' : 'object = ?', objectNumber(request.object))
  return { where: parts.join(' AND '), values }
}
