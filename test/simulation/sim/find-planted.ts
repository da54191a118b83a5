/** Which seed finds a planted bug. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { bundleSimulation, loadSimulation } from './bundle.ts'
import type { PlantedBug } from './planted.ts'
import { makeFolder } from './scratch.ts'

export interface Finding {
  /** Null: none within the budget. */
  readonly seed: number | null
  readonly violation: string | null
}

/** Looks from one seed to another; from the first to the budget, where nothing is said. */
export async function findPlanted(mutation: PlantedBug, { from = 1, to = mutation.budget } = {}): Promise<Finding> {
  const { planOf, runPlan } = await loadSimulation(await bundleSimulation(mutation))
  const folder = makeFolder()
  try {
    for (let seed = from; seed <= to; seed += 1) {
      const { violation } = await runPlan(planOf(seed), { folder: join(folder, String(seed)) })
      if (violation !== null) return { seed, violation }
    }
    return { seed: null, violation: null }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
