/** What moved, from the history: deals since a day of the rep's choice, and what the CRM changed last. */
import type { ConnectionId, Instant, RecordId } from '../../../shared/model/ids'
import { parseInstant } from '../../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import type { ArrivedChange, Movement, Stage } from '../../../shared/model/reports'
import type { HistoryEntry } from '../../../shared/sync/change'
import { findStream } from '../identity'
import { nameOf } from '../rows'
import type { ReadDb } from '../sql'
import { type DealSlice, sliceConditions } from './facts'
import { firstStageId } from './outcomes'
import { readPipelines, stagesById } from './stages'

export interface MovementQuery extends DealSlice {
  readonly since: Instant
  readonly limit: number
}

interface MoveRow {
  readonly id: RecordId
  readonly json: string
  readonly path: string
  readonly old: string
  readonly new: string
  readonly origin: HistoryEntry['origin']
  readonly at: Instant
}

/**
 * What each deal went through since then, newest first: one line a deal and field, from what it was before to what it is after.
 * What was moved and moved back is no movement. Answers that a push brought back as they were sent are none either.
 */
export function dealMovements(db: ReadDb, query: MovementQuery): readonly Movement[] {
  const pipelines = readPipelines(db, query.connection)
  const conditions = sliceConditions(db, query, pipelines)
  if (conditions === null) return []
  const rows = db.all<MoveRow>(
    `SELECT r.id, coalesce(r.view_json, r.remote_json) AS json, h.path, h.old, h.new, h.origin, h.at
       FROM history h INDEXED BY history_of_deals CROSS JOIN record r ON r.id = h.record_id
      WHERE h.at >= ? AND h.path IN ('stages', 'amount', 'closing_at') AND ${conditions.sql.join(' AND ')} ORDER BY h.at DESC, h.entry DESC LIMIT 5000`,
    query.since,
    ...conditions.values,
  )
  const stages = stagesById(pipelines)
  const byField = new Map<string, { readonly last: MoveRow; first: MoveRow }>()
  for (const row of rows) {
    const key = `${row.id} ${row.path}`
    const known = byField.get(key)
    if (known) known.first = row
    else byField.set(key, { last: row, first: row })
  }
  return [...byField.values()].flatMap(({ first, last }) => movementOf(stages, first, last)).slice(0, query.limit)
}

function movementOf(stages: ReadonlyMap<string, Stage>, first: MoveRow, last: MoveRow): readonly Movement[] {
  const document = JSON.parse(last.json) as JsonObject
  const currency = typeof document['currency'] === 'string' ? document['currency'] : null
  const said = saidOf(stages, last.path, JSON.parse(first.old) as Json, JSON.parse(last.new) as Json)
  if (said === null) return []
  return [{ id: last.id, name: nameOf('deal', document), ...said, currency, origin: last.origin, at: last.at }]
}

type Said = Pick<Movement, 'kind' | 'old' | 'new'>

function saidOf(stages: ReadonlyMap<string, Stage>, path: string, before: Json, after: Json): Said | null {
  if (path === 'amount') {
    if (typeof before !== 'number' || typeof after !== 'number' || before === after) return null
    return { kind: after > before ? 'grew' : 'shrank', old: before, new: after }
  }
  if (path === 'closing_at') {
    const [was, is] = [parseInstant(before), parseInstant(after)]
    if (was === null || is === null || was === is) return null
    return { kind: is > was ? 'slipped' : 'hastened', old: before as string, new: after as string }
  }
  const [from, to] = [firstStageId(before), firstStageId(after)]
  if (from === null || to === null || from === to) return null
  const kind = stages.get(to)?.kind ?? 'open'
  return { kind: kind === 'open' ? 'moved' : kind, old: stageText(stages, before, from), new: stageText(stages, after, to) }
}

function stageText(stages: ReadonlyMap<string, Stage>, value: Json, id: string): string {
  const first: Json | undefined = Array.isArray(value) ? (value[0] as Json) : undefined
  const name = isJsonObject(first) ? first['name'] : undefined
  return typeof name === 'string' && name !== '' ? name : (stages.get(id)?.name ?? id)
}

const shownObjects = ['contact', 'company', 'deal', 'event', 'lead'] as const

/** The last records that the CRM changed, one line each, newest first. Looks back a bounded way. */
export function lastArrived(db: ReadDb, connection: ConnectionId, limit: number): readonly ArrivedChange[] {
  const streams = new Map(shownObjects.flatMap((object) => [[findStream(db, connection, object), object] as const]))
  const rows = db.all<{ readonly id: RecordId; readonly stream: number; readonly json: string; readonly path: string; readonly at: Instant }>(
    `SELECT r.id, r.stream, coalesce(r.view_json, r.remote_json) AS json, h.path, h.at
       FROM (SELECT record_id, path, at, entry FROM history WHERE origin = 'remote' ORDER BY entry DESC LIMIT 400) h
       CROSS JOIN record r ON r.id = h.record_id
      WHERE r.list IS NOT NULL ORDER BY h.entry DESC`,
  )
  const byRecord = new Map<RecordId, ArrivedChange>()
  for (const { id, stream, json, path, at } of rows) {
    const object = streams.get(stream)
    if (object === undefined) continue
    const known = byRecord.get(id)
    if (known) {
      if (!known.paths.includes(path)) byRecord.set(id, { ...known, paths: [...known.paths, path] })
    } else if (byRecord.size < limit) byRecord.set(id, { id, object, name: nameOf(object, JSON.parse(json) as JsonObject), paths: [path], at })
  }
  return [...byRecord.values()]
}
