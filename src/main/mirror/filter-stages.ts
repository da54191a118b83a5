/** Conditions on a deal's stage: by name or id, by its place in the pipeline, and whether the deal is open, won or lost. */
import type { Condition, DealOutcome, FilterField } from '../../shared/model/filter'
import { isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import { type FilterScope, not, type Piece, piece, type Sql, sqlOf } from './filter-piece'
import { anyEntry, entriesOf, someEntry } from './filter-values'
import { textPiece, words } from './filter-text'
import { fold } from './fold'

interface Stage {
  readonly id: string
  readonly name: string
  readonly order: number
  /** From 0 to 100; null where the CRM does not say. */
  readonly probability: number | null
}

export function stagePiece(scope: FilterScope, field: FilterField, condition: Condition): Piece {
  const { op, value } = condition
  switch (op) {
    case 'any-of':
      return byName(scope, field, condition)
    case 'none-of':
      return not(byName(scope, field, condition))
    case 'stage-before':
      return piece(
        inStages(
          scope,
          field,
          besides(scope, value, (order, of) => order < of),
        ),
      )
    case 'stage-after':
      return piece(
        inStages(
          scope,
          field,
          besides(scope, value, (order, of) => order > of),
        ),
      )
    case 'outcome':
      return outcomePiece(scope, field, value as DealOutcome)
    case 'empty':
      return not(anyEntry(entriesOf(scope, field.path)))
    default:
      return piece(anyEntry(entriesOf(scope, field.path)))
  }
}

/** Named stages by the index of names; ids and later entries by the document. */
function byName(scope: FilterScope, field: FilterField, condition: Condition): Piece {
  const wanted = words(condition.value)
  const stages = pipelinesOf(scope).flat()
  // Every stage that goes by that name or id: a deal may carry either.
  const same = stages.filter(({ id, name }) => wanted.includes(fold(id)) || wanted.includes(name))
  const known = same.length === 0 ? wanted : [...new Set([...wanted, ...same.flatMap(({ id, name }) => [fold(id), name])])]
  return textPiece(scope, field, { ...condition, op: 'any-of', value: known })
}

function inStages(scope: FilterScope, field: FilterField, stages: readonly Stage[]): Sql {
  const named = JSON.stringify(stages.flatMap(({ id, name }) => [fold(id), name]))
  return someEntry(
    entriesOf(scope, field.path),
    `(folded(@value) IN (SELECT value FROM json_each(?)) OR folded(@name) IN (SELECT value FROM json_each(?)))`,
    named,
    named,
  )
}

/** Stages of the same pipelines that stand before or after the asked one. */
function besides(scope: FilterScope, value: Json, stands: (order: number, of: number) => boolean): readonly Stage[] {
  const [wanted = ''] = words(value)
  return pipelinesOf(scope).flatMap((stages) => {
    const asked = stages.find(({ id, name }) => fold(id) === wanted || name === wanted)
    return asked ? stages.filter(({ order }) => stands(order, asked.order)) : []
  })
}

/**
 * Won is a probability of 100, its own or its stage's. Lost is closed and not won; a last stage of probability 0 counts as closed
 * where the CRM gives no date. Everything else is open.
 */
function outcomePiece(scope: FilterScope, field: FilterField, outcome: DealOutcome): Piece {
  const pipelines = pipelinesOf(scope)
  const wonStages = pipelines.flatMap((stages) => stages.filter(({ probability }) => probability !== null && probability >= 100))
  const deadEnds = pipelines.flatMap((stages) => stages.filter(({ probability }, at) => probability === 0 && at > 0))
  const { alias } = scope
  const inWon = inStages(scope, field, wonStages)
  const inDead = inStages(scope, field, deadEnds)
  const won = sqlOf(`(ifnull(${alias}.probability, 0) >= 100 OR ${inWon.sql})`, ...inWon.values)
  const closed = sqlOf(`(${alias}.closed_at IS NOT NULL OR ${inDead.sql})`, ...inDead.values)
  switch (outcome) {
    case 'won':
      return piece(won)
    case 'lost':
      return piece(sqlOf(`(${closed.sql} AND NOT ${won.sql})`, ...closed.values, ...won.values))
    case 'open':
      return piece(sqlOf(`(NOT ${closed.sql} AND NOT ${won.sql})`, ...closed.values, ...won.values))
  }
}

/** The stages of each pipeline, in their order; names folded. */
function pipelinesOf({ db, connection }: FilterScope): readonly (readonly Stage[])[] {
  const rows = db.all<{ readonly json: string | null }>(
    `SELECT coalesce(r.view_json, r.remote_json) AS json FROM record r JOIN stream s ON s.sid = r.stream
      WHERE s.connection = ? AND s.object = 'pipeline' AND r.list = 'pipeline'`,
    connection,
  )
  return rows.map(({ json }) => {
    const { stages } = (json === null ? {} : JSON.parse(json)) as JsonObject
    const entries = Array.isArray(stages) ? stages.filter((entry: Json): entry is JsonObject => isJsonObject(entry)) : []
    return entries.map(stageOf).toSorted((a, b) => a.order - b.order)
  })
}

function stageOf(entry: JsonObject, at: number): Stage {
  const { id, name, display_order: order, deal_probability: probability } = entry
  return {
    id: typeof id === 'string' ? id : '',
    name: typeof name === 'string' ? fold(name).trim() : '',
    order: typeof order === 'number' ? order : at,
    probability: typeof probability === 'number' ? probability : null,
  }
}
