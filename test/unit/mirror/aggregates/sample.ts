/** A small pipeline whose sums can be done in one's head. Today is 24 November 2026, in UTC. */
import type { Instant } from '../../../../src/shared/model/ids'
import type { JsonObject } from '../../../../src/shared/model/json'
import { openTestMirror, type TestMirror } from '../support/open-mirror'

export const moment = (text: string): Instant => Date.parse(text) as Instant
export const now = moment('2026-11-24T10:00:00Z')
export const today = { now, dayStart: moment('2026-11-24T00:00:00Z'), dayEnd: moment('2026-11-25T00:00:00Z') }
export const daysAgo = (days: number): string => new Date(now - days * 86_400_000).toISOString()

export const pipelines: readonly JsonObject[] = [
  {
    id: 'p2',
    name: 'Renewals',
    is_active: true,
    display_order: 1,
    stages: [{ id: 'r1', name: 'Upcoming', deal_probability: 50, display_order: 0, is_closed: false }],
  },
  {
    id: 'p1',
    name: 'New business',
    is_active: true,
    display_order: 0,
    stages: [
      { id: 's2', name: 'Offer', deal_probability: 60, display_order: 1 },
      { id: 's1', name: 'First talk', deal_probability: 10, display_order: 0 },
      { id: 's3', name: 'Won', deal_probability: 100, display_order: 2 },
      { id: 's4', name: 'Lost', deal_probability: 0, display_order: 3 },
    ],
  },
  { id: 'p3', name: 'Old ways', is_active: false, display_order: 2, stages: [{ id: 'o1', name: 'Gone' }] },
]

export function deal(id: string, stage: string | null, more: JsonObject = {}): JsonObject {
  return {
    id,
    name: `Deal ${id}`,
    currency: 'EUR',
    created_at: daysAgo(100),
    updated_at: daysAgo(30),
    ...(stage === null ? {} : { stages: [{ id: stage }] }),
    pipelines: [{ id: stage?.startsWith('r') ? 'p2' : 'p1' }],
    ...more,
  }
}

export const task = (id: string, deals: readonly string[], due: string | null, status = 'NOT_STARTED'): JsonObject => ({
  id,
  type: 'TASK',
  created_at: daysAgo(60),
  task: { name: `Task ${id}`, status, ...(due === null ? {} : { due_at: due }) },
  deal_ids: deals,
})
export const call = (id: string, deals: readonly string[], at: string, more: JsonObject = {}): JsonObject => ({
  id,
  type: 'CALL',
  created_at: at,
  call: { description: `Call ${id}`, start_at: at },
  deal_ids: deals,
  ...more,
})

export function openPipeline(): TestMirror {
  const mirror = openTestMirror()
  mirror.pull('pipeline', pipelines)
  return mirror
}
