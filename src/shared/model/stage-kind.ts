/**
 * What a stage of a pipeline means: a step on the way, or one of its ends.
 *
 * Some CRMs say that a stage is closed; of others only the probability tells: 100 is won, and 0 after it is lost.
 */
import type { JsonObject } from './json'
import type { StageKind } from './reports'

/** @param stages the stages of one pipeline that are in use, as the CRM sends them, in their order */
export function stageKinds(stages: readonly JsonObject[]): readonly StageKind[] {
  const won = stages.findIndex(({ deal_probability: probability }) => probability === 100)
  return stages.map((stage, index) => kindOfStage(stage, won >= 0 && index > won))
}

function kindOfStage({ is_closed: closed, deal_probability: probability }: JsonObject, afterWon: boolean): StageKind {
  if (closed === false) return 'open'
  if (closed === true) return probability === 100 ? 'won' : 'lost'
  if (probability === 100) return 'won'
  return probability === 0 && afterWon ? 'lost' : 'open'
}
