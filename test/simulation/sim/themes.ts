/**
 * Focused seeds. Some mistakes show only in one kind of moment (a list that lags while it is polled, a deletion in the middle of a first
 * walk, a word typed while another is sent), and a day of everything meets it too seldom. So every other seed has a theme: the CRM that
 * brings such moments about, and short scenes, drawn by chance, in which they come close together.
 */
import type { Behaviour } from '../model-rules'
import type { PlannedDeath } from './machine'
import type { Plan, Step, StepKind } from './plan'

/** A step, and how long after the one before it comes at most, and at least. */
type Cue = readonly [kind: StepKind, withinMs: number, fromMs?: number]

interface Theme {
  readonly name: string
  readonly behaviour: Partial<Behaviour>
  /** Contacts that the CRM holds on the first day, where the ordinary number is read too soon. */
  readonly contacts?: number
  /** So much time between the stamps of two pairs of them. */
  readonly apartMs?: number
  /** The rep and their colleagues keep to so many records of a type. */
  readonly desk?: number
  /** The part of the writes whose answer is lost. */
  readonly lostAnswers?: number
  /** The part of the lists in which one record comes in no readable form. */
  readonly unreadable?: number
  /** How it begins, always. */
  readonly opening: readonly Cue[]
  readonly scenes: readonly (readonly Cue[])[]
  readonly scenesPlayed: number
  /** How it ends, always. */
  readonly ending: readonly Cue[]
  /** Where each `will-die` of the theme lies. */
  readonly deaths?: { readonly at: PlannedDeath['at']; readonly within: number; readonly power: number }
}

const SECOND = 1000
const plain: Partial<Behaviour> = { objects: ['contact', 'company', 'deal'], latencyMs: 20 }

/** So many looks at one record, one after the other. */
const looks = (many: number, withinMs: number): readonly Cue[] => Array.from({ length: many }, (): Cue => ['refresh', withinMs])

export const themes: readonly Theme[] = [
  {
    // What was written earlier shows up later: the next poll has to look behind what the last one saw.
    name: 'late index',
    behaviour: { ...plain, listLagMs: 40_000, unevenLag: true },
    opening: [
      ['pull', SECOND],
      ['edit-more', 10 * SECOND],
      ['push', SECOND],
    ],
    scenes: [
      [
        ['their-edits', 20 * SECOND],
        ['their-edits', 10 * SECOND],
        ['pull', 20 * SECOND],
      ],
      [
        ['their-edit', 5 * SECOND],
        ['their-import', 5 * SECOND],
        ['pull', 20 * SECOND],
      ],
      [
        ['their-edits', 5 * SECOND],
        ['reconcile', 15 * SECOND],
        ['edit', 10 * SECOND],
      ],
    ],
    scenesPlayed: 4,
    ending: [
      ['their-edits', SECOND],
      ['their-edits', 10 * SECOND],
      ['pull', 20 * SECOND],
    ],
  },
  {
    // Whoever counts places in a list loses what moves up while they count.
    name: 'deletions during the first walk',
    behaviour: { ...plain, latencyMs: 100, latencySpreadMs: 1200 },
    contacts: 56,
    apartMs: 3600 * SECOND,
    opening: [
      ['pull', 100],
      ['calm', 8 * SECOND, 4 * SECOND],
    ],
    scenes: [
      [
        ['their-deletes', 900],
        ['their-deletes', 900],
        ['their-deletes', 900],
      ],
    ],
    scenesPlayed: 4,
    ending: [],
  },
  {
    name: 'dying during the first walk',
    behaviour: { ...plain },
    contacts: 56,
    opening: [],
    scenes: [
      [
        ['will-die', SECOND],
        ['pull', 100],
      ],
    ],
    scenesPlayed: 5,
    ending: [],
    deaths: { at: 'commit', within: 24, power: 0.2 },
  },
  {
    // The same few records, and answers that overtake one another.
    name: 'typing during a push',
    behaviour: { ...plain, latencyMs: 100, latencySpreadMs: 2000 },
    desk: 1,
    opening: [
      ['pull', SECOND],
      ['calm', 50 * SECOND, 40 * SECOND],
    ],
    scenes: [
      [
        ['edit-more', 9 * SECOND],
        ['push', 100],
        ['edit', 1500],
        ['edit', 1500],
        ['edit', 1500],
      ],
      [
        ['edit', 9 * SECOND],
        ['push', 100],
        ['refresh', 2 * SECOND],
        ['refresh', 800],
        ['refresh', 800],
        ['refresh', 800],
        ['refresh', 800],
      ],
      [
        ['edit-more', 9 * SECOND],
        ['their-edit', 500],
        ['pull', 500],
      ],
    ],
    scenesPlayed: 4,
    ending: [['edit', 5 * SECOND]],
  },
  {
    // A record made there, and nobody heard of it: lists show it only later.
    name: 'lost answers to creates',
    behaviour: { ...plain, listLagMs: 40_000 },
    lostAnswers: 0.6,
    opening: [['pull', SECOND]],
    scenes: [
      [
        ['create', 30 * SECOND],
        ['create-linked', 5 * SECOND],
        ['push', SECOND],
        ['push', 90 * SECOND],
      ],
    ],
    scenesPlayed: 3,
    ending: [],
  },
  {
    // Many records of one moment, more than a page holds.
    name: 'many equal stamps',
    behaviour: { ...plain, wholeSeconds: true },
    contacts: 56,
    opening: [
      ['their-edits', SECOND],
      ['pull', 20],
    ],
    scenes: [
      [
        ['their-edits', 300],
        ['their-edits', 300],
        ['pull', 300],
      ],
      [
        ['their-import', 300],
        ['pull', 300],
        ['their-edits', 100],
      ],
    ],
    scenesPlayed: 3,
    ending: [['pull', SECOND]],
  },
  {
    name: 'the light goes out',
    behaviour: { ...plain },
    desk: 3,
    opening: [['pull', SECOND]],
    scenes: [
      [
        ['edit', 20 * SECOND],
        ['edit', 20],
        ['power-cut', 20],
      ],
      [
        ['create', 20 * SECOND],
        ['power-cut', 10],
        ['push', SECOND],
      ],
      [
        ['edit-more', 20 * SECOND],
        ['push', 20],
        ['power-cut', 300],
      ],
    ],
    scenesPlayed: 5,
    ending: [],
  },
  {
    // Some of what is listed makes no sense, and the next list shows it as it is.
    name: 'records that can’t be read',
    behaviour: { ...plain },
    contacts: 40,
    apartMs: 3600 * SECOND,
    unreadable: 0.3,
    opening: [['pull', SECOND]],
    scenes: [
      [
        ['their-edits', 20 * SECOND],
        ['pull', 20 * SECOND],
      ],
      [
        ['edit-more', 20 * SECOND],
        ['push', 20 * SECOND],
      ],
      [
        ['their-import', 20 * SECOND],
        ['pull', 20 * SECOND],
      ],
    ],
    scenesPlayed: 3,
    ending: [],
  },
  {
    // The rep deletes what somebody is just changing.
    name: 'deleting what others change',
    behaviour: { ...plain },
    desk: 1,
    opening: [['pull', SECOND]],
    scenes: [
      [
        ['remove', 20 * SECOND],
        ['their-edit', 400],
        ['their-edit', 400],
        ['their-edit', 400],
        ['their-edit', 400],
        ['push', 400],
      ],
    ],
    scenesPlayed: 4,
    ending: [],
  },
  {
    // Several looks at one record while it is written, here and there, and stamps that seldom tell what was first.
    name: 'looks that overtake one another',
    behaviour: { ...plain, latencyMs: 50, latencySpreadMs: 900, stampGrainMs: 60_000 },
    desk: 1,
    opening: [
      ['pull', SECOND],
      ['calm', 50 * SECOND, 40 * SECOND],
    ],
    scenes: [
      [
        ['edit', 9 * SECOND],
        ['push', 100],
        ...looks(6, 200),
        ['pull', 400],
        ...looks(6, 200),
        ['edit', 200],
        ['push', 100],
        ['pull', 900, 300],
        ...looks(8, 300),
        ['edit', 200],
        ['push', 100],
        ['pull', 900, 300],
        ...looks(8, 300),
      ],
      [
        ['edit', 9 * SECOND],
        ['edit', 9 * SECOND],
        ['edit', 9 * SECOND],
        ['calm', 60 * SECOND, 59 * SECOND],
        ...looks(4, 120),
        ['their-edit', 120],
        ...looks(4, 120),
        ['their-edit', 120],
        ...looks(4, 120),
        ['their-edit', 120],
        ...looks(4, 120),
      ],
    ],
    scenesPlayed: 4,
    ending: [],
  },
]

/** The theme of a seed; null: a day of everything. */
export function themeOf(seed: number): Theme | null {
  return seed % 2 === 0 ? (themes[(seed / 2 - 1) % themes.length] ?? null) : null
}

export function themedPlan(seed: number, theme: Theme, random: () => number): Plan {
  const { deaths } = theme
  const cues = [...theme.opening]
  for (let played = 0; played < theme.scenesPlayed; played += 1) cues.push(...(theme.scenes[Math.floor(random() * theme.scenes.length)] ?? []))
  cues.push(...theme.ending)
  const steps = cues.map(([kind, withinMs, fromMs = 0]): Step => {
    const death: PlannedDeath | null =
      kind === 'will-die' && deaths
        ? {
            at: deaths.at,
            countdown: 1 + Math.floor(random() * deaths.within),
            when: random() < 0.5 ? 'before' : 'after',
            power: random() < deaths.power,
          }
        : null
    return { kind, delayMs: fromMs + Math.floor(random() * (withinMs - fromMs)), seed: Math.floor(random() * 2 ** 31), ...(death ? { death } : {}) }
  })
  return {
    seed,
    theme: theme.name,
    behaviour: theme.behaviour,
    background: false,
    intervalSeconds: 600,
    clockErrorMs: 0,
    steps,
    ...(theme.contacts === undefined ? {} : { contacts: theme.contacts }),
    ...(theme.apartMs === undefined ? {} : { apartMs: theme.apartMs }),
    ...(theme.desk === undefined ? {} : { desk: theme.desk }),
    ...(theme.unreadable === undefined ? {} : { unreadable: theme.unreadable }),
    ...(theme.lostAnswers === undefined ? {} : { lostAnswers: theme.lostAnswers }),
  }
}
