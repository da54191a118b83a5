/**
 * What the CRM takes care of between deals, stages and pipelines: a deal stands in a stage of its own pipeline, stages have ids,
 * and a pipeline that deals stand in stays.
 */
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { idOf } from '../store/open'
import type { Records, StoredRecord } from '../store/records'
import { Refusal, refuse } from './refusal'

/** A deal's stage has to exist and to belong to its pipeline; the CRM fills in the names and a pipeline that was left out. */
export function settleStage(records: Records, deal: Record<string, Json>, fields: Readonly<Record<string, Json>>): void {
  const pipelines = allPipelines(records)
  const stageId = firstId(fields['stages'])
  const pipelineId = firstId(fields['pipelines'])
  if (pipelineId !== null && !pipelines.some((pipeline) => pipeline.id === pipelineId)) refuse(`pipelines: there is no pipeline “${pipelineId}”`)
  const owning =
    stageId === null ? null : pipelines.find((pipeline) => pipeline.stages.has(stageId) && (pipelineId === null || pipeline.id === pipelineId))
  if (owning === undefined) {
    const known = pipelines.some((pipeline) => stageId !== null && pipeline.stages.has(stageId))
    refuse(known ? `stages: stage “${stageId}” does not belong to pipeline “${pipelineId}”` : `stages: there is no stage “${stageId}”`)
  }
  if (owning && stageId !== null) {
    deal['stages'] = [{ id: stageId, name: owning.stages.get(stageId) ?? '' }]
    deal['pipelines'] = [{ id: owning.id, name: owning.name }]
  } else if (pipelineId !== null) {
    const pipeline = pipelines.find((candidate) => candidate.id === pipelineId)
    deal['pipelines'] = [{ id: pipelineId, name: pipeline?.name ?? '' }]
    const current = firstId(deal['stages'])
    if (current !== null && !pipeline?.stages.has(current)) refuse(`stages: stage “${current}” does not belong to pipeline “${pipelineId}”`)
  }
}

function firstId(value: Json | undefined): string | null {
  const first = Array.isArray(value) ? (value[0] as Json | undefined) : undefined
  const id = isJsonObject(first) ? first['id'] : undefined
  return typeof id === 'string' ? id : null
}

function allPipelines(records: Records): readonly { id: string; name: string; stages: ReadonlyMap<string, string> }[] {
  return records.all('pipeline').map(({ key, document }) => ({
    id: idOf(key),
    name: typeof document['name'] === 'string' ? document['name'] : '',
    stages: new Map(stagesOf(document).map((stage) => [wordOf(stage['id']), typeof stage['name'] === 'string' ? stage['name'] : ''])),
  }))
}

function stagesOf(pipeline: JsonObject): readonly JsonObject[] {
  return Array.isArray(pipeline['stages']) ? pipeline['stages'].filter(isJsonObject) : []
}

/** New stages get an id that no other stage has, in whichever pipeline. */
export function nameStages(records: Records, pipeline: Record<string, Json>): void {
  if (!Array.isArray(pipeline['stages'])) return
  const taken = records.all('pipeline').flatMap(({ document }) => stagesOf(document).map((stage) => Number(stage['id']) || 0))
  let last = Math.max(0, ...taken, ...stagesOf(pipeline).map((stage) => Number(stage['id']) || 0))
  pipeline['stages'] = stagesOf(pipeline).map((stage) => {
    if (typeof stage['id'] === 'string' && stage['id'] !== '') return stage
    last += 1
    return { id: String(last), ...stage }
  })
}

export function refuseIfUsed(records: Records, pipeline: StoredRecord): void {
  const deals = records.dealsIn(idOf(pipeline.key))
  if (deals > 0) throw new Refusal(409, `the pipeline “${wordOf(pipeline.document['name'])}” still has ${deals} deals`)
}

function wordOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
