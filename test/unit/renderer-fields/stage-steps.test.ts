/** The stage bar: steps on the way, and won and lost as its ends. */
import { describe, expect, test } from 'vitest'
import { stagesOf } from '../../../src/renderer/parts/fields/stages'
import { stageSteps } from '../../../src/renderer/screens/record/stage-steps'

const stages = stagesOf([
  {
    id: 'p',
    stages: [
      { id: 'lost', name: 'Lost', display_order: 4, deal_probability: 0 },
      { id: 'trial', name: 'Trial', display_order: 2, deal_probability: 40 },
      { id: 'new', name: 'New', display_order: 1, deal_probability: 0 },
      { id: 'won', name: 'Won', display_order: 3, deal_probability: 100 },
      { id: 'old', name: 'Old', display_order: 2.5, active: false },
    ],
  },
])
const at = (id: string | null) => {
  const { steps, ends } = stageSteps(stages, id === null ? null : { id, name: null })
  return [steps.map(({ stage, place }) => `${stage.id} ${place}`), ends.flatMap(({ kind, reached }) => (reached ? [kind] : []))]
}

describe('the stages of a deal', () => {
  test('won and lost are no steps, and a stage that is not certain at the beginning is no end', () => {
    const { steps, ends } = stageSteps(stages, null)
    expect([steps.map(({ stage }) => stage.id), ends.map(({ kind }) => kind)]).toEqual([
      ['new', 'trial'],
      ['won', 'lost'],
    ])
  })
  test('a deal on its way has steps behind and ahead of it; won, all lie behind; lost, nobody knows', () => {
    expect(at('trial')).toEqual([['new past', 'trial current'], []])
    expect(at('won')).toEqual([['new past', 'trial past'], ['won']])
    expect(at('lost')).toEqual([['new ahead', 'trial ahead'], ['lost']])
    expect(at(null)).toEqual([['new ahead', 'trial ahead'], []])
  })
})
