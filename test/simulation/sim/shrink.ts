/** A failing plan made short: steps, traits and oddities are left out for as long as the same promise still breaks. */
import type { Plan } from './plan'

/** `breaks` answers the promise that a plan breaks, or null. At most so many plans are tried. */
export async function shrink(plan: Plan, broken: string, breaks: (plan: Plan) => Promise<string | null>, mostTries = 150): Promise<Plan> {
  let best = plan
  let tries = 0
  const attempt = async (next: Plan): Promise<boolean> => {
    if (tries >= mostTries || (await ((tries += 1), breaks(next))) !== broken) return false
    best = next
    return true
  }
  // Half of the steps, a quarter of them, … one.
  for (let size = Math.ceil(best.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < best.steps.length;) {
      const steps = best.steps.filter((_step, index) => index < start || index >= start + size)
      if (!(await attempt({ ...best, steps }))) start += size
    }
  }
  for (const trait of Object.keys(best.behaviour) as (keyof Plan['behaviour'])[]) {
    if (trait === 'objects') continue
    const { [trait]: _left, ...behaviour } = best.behaviour
    await attempt({ ...best, behaviour })
  }
  if (best.background) await attempt({ ...best, background: false })
  if (best.clockErrorMs !== 0) await attempt({ ...best, clockErrorMs: 0 })
  return best
}

/** `I3: …` is about I3; what broke in another way, about itself. */
export function promiseOf(violation: string | null): string | null {
  return violation === null ? null : (/^(I\d+|bug|broke)/.exec(violation)?.[0] ?? violation)
}
