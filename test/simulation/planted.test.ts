/** Mistakes that a sync engine is likely to have, planted one at a time: the simulation finds each within its budget of seeds. */
import { describe, expect, test } from 'vitest'
import { findPlanted } from './sim/find-planted'
import { planted } from './sim/planted'

describe('a planted bug is found', () => {
  test.each(planted)('$name, within $budget seeds', { timeout: 600_000 }, async (mutation) => {
    expect((await findPlanted(mutation)).seed).not.toBeNull()
  })
})
