/**
 * Mistakes that a sync engine is likely to have, planted one at a time: the seed that is known to find each finds it. Which one that is,
 * `npm run sim -- --planted` looks for, from the first to the budget: to be run where this goes red because the days have changed.
 */
import { describe, expect, test } from 'vitest'
import { findPlanted } from './sim/find-planted'
import { planted } from './sim/planted'

describe('a planted bug is found', () => {
  test.each(planted)('$name, by seed $seed', { timeout: 600_000 }, async (mutation) => {
    const { seed } = mutation
    expect((await findPlanted(mutation, { from: seed, to: seed })).seed).toBe(seed)
  })
})
