/**
 * Many edits as one batch, in slices short enough that a rep's own edit never waits for them. All of them or none: what is stopped, fails
 * or is cut off before the last slice is taken back. See `mirror/landing.ts` for how.
 */
import type { ConnectionId } from '../../shared/model/ids'
import {
  beginLanding,
  beginTakingBack,
  findLanding,
  finishLanding,
  firstEditOf,
  forgetStepOf,
  type Landing,
  landingsCalled,
  landSlice,
  releaseSlice,
  takeBackSlice,
} from '../mirror/landing'
import type { UndoneEdit } from '../mirror/undo'
import { turn } from './jobs'
import type { Workbench } from './workbench'

type Parts = Pick<Workbench, 'db' | 'world' | 'saveSidecar'>

/** A slice ends when this has passed: with the commit it stays well under the 50 ms that an edit may wait. */
const SLICE_MS = 6
/** And after so many edits, whatever the clock says. */
const MOST_EDITS = 30
const RELEASED_AT_ONCE = 50

export interface BatchOptions {
  readonly connection: ConnectionId
  readonly batch: string
  readonly signal: AbortSignal
  readonly tell: (progress: { readonly step: 'landing' | 'taking-back'; readonly edits: number }) => void
}

/** Calls each edit in turn; false when it was stopped and nothing is left of it. */
export async function landBatch(parts: Parts, { connection, batch, signal, tell }: BatchOptions, edits: Iterator<() => void>): Promise<boolean> {
  const { db, world } = parts
  const landing = beginLanding(db, { connection, batch, now: world.now() })
  let made = 0
  try {
    for (;;) {
      if (signal.aborted) {
        await takeBack(parts, landing, tell)
        return false
      }
      const slice = { made: 0, isLast: false }
      landSlice(db, landing, () => runSlice(edits, world.now, slice))
      made += slice.made
      tell({ step: 'landing', edits: made })
      if (slice.isLast) break
      await turn()
    }
  } catch (error) {
    // Where even that fails (a full disk), the next start takes it back.
    await takeBack(parts, landing, tell).catch(() => undefined)
    throw error
  }
  finishLanding(db, landing, world.now())
  for (let place: number | null = 0; place !== null;) {
    place = releaseSlice(db, landing, place, RELEASED_AT_ONCE)
    await turn()
  }
  parts.saveSidecar()
  return true
}

function runSlice(edits: Iterator<() => void>, now: () => number, slice: { made: number; isLast: boolean }): void {
  const until = now() + SLICE_MS
  while (slice.made < MOST_EDITS && (slice.made === 0 || now() < until)) {
    const next = edits.next()
    if (next.done) {
      slice.isLast = true
      return
    }
    next.value()
    slice.made += 1
  }
}

/** Undoes a landing that was made; answers its name. */
export async function takeLandingBack(parts: Parts, id: number): Promise<string | null> {
  const landing = findLanding(parts.db, id)
  if (landing) await takeBack(parts, landing, () => undefined)
  return landing?.batch ?? null
}

/** Undoes all that was made under that name and that undo still reaches; null when that is nothing. */
export async function takeBatchBack(
  parts: Parts,
  connection: ConnectionId | null,
  batch: string,
): Promise<(UndoneEdit & { readonly batch: string }) | null> {
  let undone: UndoneEdit | null = null
  for (const id of landingsCalled(parts.db, connection, batch)) {
    undone = firstEditOf(parts.db, id) ?? undone
    forgetStepOf(parts.db, id)
    await takeLandingBack(parts, id)
  }
  return undone === null ? null : { ...undone, batch }
}

async function takeBack(parts: Parts, landing: Landing, tell: BatchOptions['tell']): Promise<void> {
  const { db, world } = parts
  beginTakingBack(db, landing.id)
  let edits = 0
  while (takeBackSlice(db, landing, RELEASED_AT_ONCE / 2, world.now())) {
    edits += RELEASED_AT_ONCE / 2
    tell({ step: 'taking-back', edits })
    await turn()
  }
  parts.saveSidecar()
}
