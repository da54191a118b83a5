/**
 * Pipelines and their stages, from the records that the CRM keeps them in, and what each stage means: open, won or lost.
 * A CRM without pipelines is one pipeline, whose stages are those that the deals name.
 */
import type { ConnectionId } from '../../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { textOf } from '../../../shared/model/record'
import type { Pipeline, Stage } from '../../../shared/model/reports'
import { stageKinds } from '../../../shared/model/stage-kind'
import { findStream } from '../identity'
import type { ReadDb } from '../sql'
import { fact, type GroupRow } from './facts'

export function readPipelines(db: ReadDb, connection: ConnectionId): readonly Pipeline[] {
  const stream = findStream(db, connection, 'pipeline')
  const rows =
    stream === null
      ? []
      : db.all<{ readonly id: string; readonly json: string | null }>(
          `SELECT coalesce(r.remote_id, r.id) AS id, coalesce(r.view_json, r.remote_json) AS json FROM record r INDEXED BY pipeline_by_display_order
            WHERE r.stream = ? AND r.list = 'pipeline' ORDER BY r.display_order, r.rid`,
          stream,
        )
  const pipelines = rows.flatMap(({ id, json }): readonly Pipeline[] => {
    const document = json === null ? {} : (JSON.parse(json) as JsonObject)
    if (document['is_active'] === false) return []
    return [{ id, name: textOf(document, 'name'), stages: stagesOf(document) }]
  })
  return pipelines.some(({ stages }) => stages.length > 0) ? pipelines : pipelineOfDeals(db, connection)
}

/** Which stage a group stands in. Of an unknown one the deals themselves say whether they are over. */
export function stageOfRow(byId: ReadonlyMap<string, Stage>, { stage, closed, certain }: Pick<GroupRow, 'stage' | 'closed' | 'certain'>): Stage {
  const known = stage === null ? undefined : byId.get(String(stage))
  if (known) return known
  return { id: '', name: null, probability: null, kind: closed === 0 ? 'open' : certain === 1 ? 'won' : 'lost' }
}

export function stagesById(pipelines: readonly Pipeline[]): ReadonlyMap<string, Stage> {
  return new Map(pipelines.flatMap(({ stages }) => stages.map((stage) => [stage.id, stage] as const)))
}

export function hasStageProbability(pipelines: readonly Pipeline[]): boolean {
  return pipelines.some(({ stages }) => stages.some((stage) => stage.kind === 'open' && stage.probability !== null))
}

function stagesOf(pipeline: JsonObject): readonly Stage[] {
  const list = Array.isArray(pipeline['stages']) ? pipeline['stages'].filter((entry: Json) => isJsonObject(entry)) : []
  const stages = list
    .flatMap((entry, position) => {
      const id = entry['id']
      if ((typeof id !== 'string' && typeof id !== 'number') || entry['active'] === false) return []
      return [{ entry, id: String(id), order: numberOf(entry['display_order']) ?? position }]
    })
    .toSorted((a, b) => a.order - b.order)
  const kinds = stageKinds(stages.map(({ entry }) => entry))
  return stages.map(({ entry, id }, index): Stage => ({
    id,
    name: textOf(entry, 'name'),
    probability: numberOf(entry['deal_probability']),
    kind: kinds[index] ?? 'open',
  }))
}

/** One pipeline of the stages that deals name, in the order of their ids. */
function pipelineOfDeals(db: ReadDb, connection: ConnectionId): readonly Pipeline[] {
  const stream = findStream(db, connection, 'deal')
  if (stream === null) return []
  const rows = db.all<{ readonly id: string | number; readonly name: string | null; readonly closed: number; readonly won: number }>(
    `SELECT ${fact.stage} AS id, json_extract(coalesce(r.view_json, r.remote_json), '$.stages[0].name') AS name,
            min(r.closed_at IS NOT NULL) AS closed, min(coalesce(r.probability, 0) >= 100) AS won
       FROM record r WHERE r.stream = ? AND r.list = 'deal' AND ${fact.stage} IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT 50`,
    stream,
  )
  if (rows.length === 0 && !db.get('SELECT 1 FROM stream WHERE sid = ? AND records > 0', stream)) return []
  const stages = rows.map(({ id, name, closed, won }): Stage => ({
    id: String(id),
    name: name ?? String(id),
    probability: null,
    kind: closed === 0 ? 'open' : won === 1 ? 'won' : 'lost',
  }))
  return [{ id: '', name: null, stages }]
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
