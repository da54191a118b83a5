/** The way of a deal through its pipeline: which steps lie behind it, and which of the ends it came to. */
import type { Stage } from '../../parts/fields/stages'

export interface StageSteps {
  readonly steps: readonly { readonly stage: Stage; readonly place: 'past' | 'current' | 'ahead' }[]
  readonly ends: readonly { readonly stage: Stage; readonly kind: 'won' | 'lost'; readonly reached: boolean }[]
}

/** Who won went all the way; who lost left it somewhere, and nobody knows where. */
export function stageSteps(stages: readonly Stage[], current: { readonly id: string | null; readonly name: string | null } | null): StageSteps {
  const isCurrent = (stage: Stage): boolean => current !== null && (stage.id === current.id || (current.id === null && stage.name === current.name))
  const open = stages.filter(({ kind }) => kind === 'open')
  const isWon = stages.some((stage) => stage.kind === 'won' && isCurrent(stage))
  const at = isWon ? open.length : open.findIndex(isCurrent)
  return {
    steps: open.map((stage, index) => ({ stage, place: index < at ? 'past' : index === at ? 'current' : 'ahead' })),
    ends: stages.flatMap((stage) => (stage.kind === 'open' ? [] : [{ stage, kind: stage.kind, reached: isCurrent(stage) }])),
  }
}
