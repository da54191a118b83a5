/** The three pipelines of the sample company, and the people who sell. */

export interface StageFacts {
  readonly name: string
  readonly probability: number
  readonly closed: boolean
  /** Unique over all pipelines; the stage's id is made of it. */
  readonly number: number
}

export interface PipelineFacts {
  readonly name: string
  readonly stages: readonly StageFacts[]
}

function stages(first: number, ...open: readonly (readonly [string, number])[]): readonly StageFacts[] {
  return [...open, ['Won', 100] as const, ['Lost', 0] as const].map(([name, probability], index) => ({
    name,
    probability,
    closed: index >= open.length,
    number: first + index,
  }))
}

export const pipelines: readonly PipelineFacts[] = [
  { name: 'New business', stages: stages(1, ['Qualification', 10], ['Needs analysis', 25], ['Demo', 40], ['Proposal', 60], ['Negotiation', 80]) },
  { name: 'Renewals', stages: stages(11, ['Upcoming', 50], ['Contacted', 65], ['Quote sent', 85]) },
  { name: 'Partners', stages: stages(21, ['First talk', 10], ['Business plan', 30], ['Contract review', 70]) },
]

/** First and last name, role; the last one has left, and still owns what she worked on. */
export const employees: readonly (readonly [string, string, string])[] = [
  ['Mara', 'Lindqvist', 'Sales Director'],
  ['Tobias', 'Brandt', 'Account Executive'],
  ['Amélie', 'Rousset', 'Account Executive'],
  ['Kenji', 'Morimoto', 'Account Executive'],
  ['Chidi', 'Eze', 'Account Executive'],
  ['Paula', 'Szymańska', 'Account Manager'],
  ['Rohan', 'Mehta', 'Sales Engineer'],
  ['Silke', 'Harms', 'Account Executive'],
]

export function mailOf(first: string, last: string): string {
  return `${first}.${last}@satchel-sandbox.example`
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase()
}
