/**
 * A seed becomes a plan: what this CRM is like, and what happens, step by step. The plan is plain data and each step has chance of its
 * own, so that steps can be left out and the rest still happens: that is how a failing run is made short.
 */
import type { Behaviour } from '../model-rules'
import { seededRandom } from '../virtual-world'
import type { PlannedDeath } from './machine'
import { themedPlan, themeOf } from './themes'

export interface Plan {
  readonly seed: number
  readonly behaviour: Partial<Behaviour>
  /** The app that polls by itself, or commands. */
  readonly background: boolean
  readonly intervalSeconds: number
  readonly clockErrorMs: number
  readonly steps: readonly Step[]
  /** Planned before the first step; other deaths are steps. */
  readonly death?: PlannedDeath
  /** What a focused seed is about (`themes.ts`), for whoever reads the plan. */
  readonly theme?: string
  /** Contacts on the first day. */
  readonly contacts?: number
  /** So much time between the stamps of two pairs of what stands there on the first day. */
  readonly apartMs?: number
  /** The rep and their colleagues keep to the first so many records of each type. */
  readonly desk?: number
  /** The part of the writes that arrive and whose answer does not. */
  readonly lostAnswers?: number
  /** The part of the lists in which one record comes in no readable form. */
  readonly unreadable?: number
}

export interface Step {
  readonly kind: StepKind
  /** So long after the step before. */
  readonly delayMs: number
  readonly seed: number
  /** Of `will-die`: where, instead of by chance. */
  readonly death?: PlannedDeath
}

/** What may happen, and how often in comparison. */
const deck = {
  // The rep
  edit: 14,
  'edit-more': 4,
  create: 3,
  'create-linked': 3,
  link: 2,
  remove: 1.5,
  undo: 2,
  hold: 1,
  release: 1.5,
  discard: 1,
  restore: 1,
  reverse: 1,
  resolve: 4,
  approve: 2,
  push: 8,
  'push-some': 2,
  check: 0.7,
  refresh: 1.5,
  // What is asked of the sync
  pull: 7,
  reconcile: 3,
  full: 0.7,
  // Colleagues
  'their-edit': 10,
  'their-edits': 2,
  'their-create': 2,
  'their-import': 0.7,
  'their-delete': 1.5,
  'their-deletes': 0.3,
  'their-link': 1,
  // The world
  storm: 4,
  calm: 3,
  'token-expires': 0.7,
  'token-renewed': 1.5,
  'permission-lost': 0.5,
  'permission-back': 1.5,
  poison: 0.5,
  lid: 0.5,
  'will-die': 5,
  kill: 1.5,
  'power-cut': 1.5,
  'disk-full': 0.7,
  'disk-free': 1.5,
  'mirror-lost': 0.4,
} as const

export type StepKind = keyof typeof deck

const kinds = Object.keys(deck) as readonly StepKind[]
const total = kinds.reduce((sum, kind) => sum + deck[kind], 0)

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

export function planOf(seed: number): Plan {
  const random = seededRandom(Math.imul(seed, 7919) + 17)
  const theme = themeOf(seed)
  if (theme) return themedPlan(seed, theme, random)
  const background = random() < 0.4
  const behaviour = randomBehaviour(random)
  const clockErrorMs = random() < 0.2 ? Math.round((random() - 0.5) * 48) * HOUR : 0
  const intervalSeconds = 60 * [10, 30, 120][Math.floor(random() * 3)]!
  const count = 16 + Math.floor(random() * 20)
  const steps = Array.from({ length: count }, (_, index): Step => {
    const kind = index === 0 && random() < 0.8 ? 'pull' : drawKind(random)
    return { kind, delayMs: drawDelay(random), seed: Math.floor(random() * 2 ** 31) }
  })
  return { seed, behaviour, background, intervalSeconds, clockErrorMs, steps }
}

/** A little of everything that a rep does on an ordinary morning, short enough to die at each of its points. */
const morning: readonly StepKind[] = [
  'pull',
  'edit-more',
  'edit',
  'create',
  'create-linked',
  'their-edits',
  'push',
  'edit',
  'pull',
  'resolve',
  'push',
]
/** With it the morning has edits that go, two creates of which one links to the other, and a conflict. */
const MORNING_SEED = 6

export function shortPlan(death: PlannedDeath | null, seed = MORNING_SEED): Plan {
  const random = seededRandom(seed)
  const steps = morning.map((kind): Step => ({ kind, delayMs: kind === 'edit' ? 90 : 5 * SECOND, seed: Math.floor(random() * 2 ** 31) }))
  const behaviour: Partial<Behaviour> = { objects: ['contact', 'company', 'deal'], checksLinks: true, latencyMs: 20 }
  return { seed, behaviour, background: false, intervalSeconds: 600, clockErrorMs: 0, steps, ...(death ? { death } : {}) }
}

function drawKind(random: () => number): StepKind {
  let left = random() * total
  for (const kind of kinds) {
    left -= deck[kind]
    if (left < 0) return kind
  }
  return 'calm'
}

function drawDelay(random: () => number): number {
  const roll = random()
  if (roll < 0.3) return Math.floor(random() * 200)
  if (roll < 0.6) return Math.floor(random() * 5 * SECOND)
  if (roll < 0.85) return Math.floor(random() * 2 * MINUTE)
  if (roll < 0.97) return Math.floor(random() * 20 * MINUTE)
  return Math.floor(random() * 8 * HOUR)
}

function randomBehaviour(random: () => number): Partial<Behaviour> {
  const some = (chance: number): boolean => random() < chance
  const kind = random()
  return {
    objects: ['contact', 'company', 'deal'],
    wholeSeconds: some(0.5),
    // One of these at a time: a list without an order that lets nobody skip far can't be read by anyone.
    unstableTies: kind < 0.2,
    ignores: kind < 0.2 ? [] : kind < 0.3 ? ['sort'] : kind < 0.4 ? ['updated_gte'] : kind < 0.45 ? ['fields'] : [],
    refuses: kind < 0.45 ? [] : kind < 0.5 ? ['sort'] : kind < 0.55 ? ['fields'] : [],
    offsetCap: kind > 0.9 ? 15 : null,
    silentCap: some(0.5),
    pageCap: kind > 0.55 && some(0.3) ? 3 : null,
    // Together with the skew less than the overlap of two polls: what comes later than that is a sweep's to find.
    listLagMs: some(0.25) ? 30_000 : 0,
    skewMs: some(0.15) ? Math.round((random() - 0.5) * 7_200_000) : some(0.2) ? Math.round((random() - 0.5) * 60_000) : 0,
    thinAnswers: some(0.2),
    normalizes: some(0.3),
    putKeeps: some(0.15),
    checksLinks: some(0.6),
    latencyMs: some(0.5) ? 20 : 150,
    latencySpreadMs: some(0.5) ? 0 : 3000,
  }
}
