/** The stages of pipelines as editors and the stage bar show them. */
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import type { StageKind } from '../../../shared/model/reports'
import { stageKinds } from '../../../shared/model/stage-kind'
import { listOf } from '../diff/list-diff'

export interface Stage {
  readonly id: string
  readonly name: string
  readonly kind: StageKind
  readonly pipeline: { readonly id: string | null; readonly name: string | null }
}

/** In the order in which the CRM shows them. */
export function stagesOf(pipelines: readonly JsonObject[]): readonly Stage[] {
  return pipelines.flatMap((pipeline) => {
    const owner = { id: textMember(pipeline, 'id'), name: textMember(pipeline, 'name') }
    const entries = listOf(pipeline['stages']).filter(isJsonObject)
    const place = (entry: JsonObject): number => (typeof entry['display_order'] === 'number' ? entry['display_order'] : entries.indexOf(entry))
    const used = entries.filter(({ active }) => active !== false).toSorted((a, b) => place(a) - place(b))
    const kinds = stageKinds(used)
    return used.flatMap((entry, index): readonly Stage[] => {
      const id = textMember(entry, 'id') ?? textMember(entry, 'name')
      return id === null ? [] : [{ id, name: textMember(entry, 'name') ?? id, kind: kinds[index] ?? 'open', pipeline: owner }]
    })
  })
}

export function firstReference(value: Json | undefined): { readonly id: string | null; readonly name: string | null } | null {
  const first = listOf(value)[0]
  if (typeof first === 'string') return { id: first, name: null }
  return isJsonObject(first) ? { id: textMember(first, 'id'), name: textMember(first, 'name') } : null
}

export function textMember(object: JsonObject, key: string): string | null {
  const value = object[key]
  return typeof value === 'string' && value !== '' ? value : null
}
