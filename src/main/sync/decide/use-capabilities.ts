/**
 * How to read a list of this CRM, from what is known of it: the mode to begin in, what to leave out of a question, and which
 * findings are worth a row in the mirror.
 *
 * A finding only makes a reader more careful, or saves it the way through a mode that is known to fail. Whatever it begins with,
 * the reader still judges each page; and a finding of last week is not relied on.
 */
import type { Instant } from '../../../shared/model/ids'
import { CAPABILITY_AGE_MS, type Capability, type CapabilityFinding, type CapabilityName } from '../../../shared/sync/capability'
import { type Position, type PullMode, startPosition } from './plan-pull'

export type Known = ReadonlyMap<CapabilityName, Capability>

/** What is still relied on. */
export function relevant(known: Known, now: Instant): Known {
  return new Map([...known].filter(([, { at }]) => at !== null && now - at < CAPABILITY_AGE_MS))
}

/** Where to begin instead of `start`, which is the way that suits a CRM that does everything it should. */
export function beginAt(start: Position, known: Known): Position {
  if (start.offset > 0 || start.seen.size > 0) return start
  const mode = startingMode(start, known)
  return mode === start.mode ? start : startPosition(mode, start.bound, start.thorough)
}

function startingMode({ mode, bound }: Position, known: Known): PullMode {
  const canWalk = !walkNeeds.some((name) => known.get(name)?.value === false) && !isCoarse(known)
  const canScan = known.get('stable-ties-created-at')?.value !== false
  // The whole list, and no skipping through it: only a bound that moves reaches its end.
  const capped = bound === null && typeof known.get('offset-cap')?.value === 'number'
  // Whole passes are the last resort: behind an offset from which nothing comes they see nothing.
  if (canWalk && (mode === 'walk' || (mode === 'scan' && (capped || !canScan)))) return 'walk'
  return canScan && mode !== 'passes' ? 'scan' : 'passes'
}

const walkNeeds: readonly CapabilityName[] = ['sort-updated-at', 'accepts-sort', 'updated-gte', 'accepts-updated-gte', 'stable-ties-updated-at']

/** A bound that is rounded down to the minute brings most of a minute again with each move. */
function isCoarse(known: Known): boolean {
  const precision = known.get('updated-gte-precision')?.value
  return typeof precision === 'number' && precision > 1000
}

/** Seen again: written only when it says something new, or to keep it from growing too old to be relied on. */
export function isWorthNoting(known: Capability | undefined, { name, value, overturns = false }: CapabilityFinding, now: Instant): boolean {
  const { at = null, value: before = null } = known ?? {}
  if (at === null || now - at >= REFRESH_AFTER_MS) return true
  if (before === value) return false
  if (overturns) return true
  switch (name) {
    // Round stamps may come by chance, fine ones can't.
    case 'stamp-precision':
      return typeof before === 'number' && typeof value === 'number' && value < before
    // The largest lag seen is the one to reckon with.
    case 'list-lag':
      return typeof before === 'number' && typeof value === 'number' && value > before
    // Small pages may be asked for; the largest is what the CRM gives. A cut is noted by the reader, which saw it twice.
    case 'page-size':
      return typeof before === 'number' && typeof value === 'number' && value > before
    // Both grains fit a filter that is fine only where the coarse one was never contradicted.
    case 'updated-gte-precision':
      return typeof before === 'number' && typeof value === 'number' && value > before
    default:
      // The careful answer stands until it is due again, or is contradicted often: some CRMs do well on one page and not on the next.
      return !careful.has(name) || before !== careful.get(name)
  }
}

const careful: ReadonlyMap<CapabilityName, boolean> = new Map([
  ['sort-updated-at', false],
  ['sort-created-at', false],
  ['stable-ties-updated-at', false],
  ['stable-ties-created-at', false],
  ['updated-gte', false],
  ['updated-gte-inclusive', false],
  ['fields', false],
  ['thin-answers', true],
])

/** Before a finding is a week old, traffic that shows the same renews it: then nothing has to be asked. */
const REFRESH_AFTER_MS = CAPABILITY_AGE_MS - 86_400_000
