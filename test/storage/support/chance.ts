/** How long the hard tests of storage run, and their chance: short within `npm test`, long by hand (SATCHEL_STORAGE_ROUNDS=10). */
export { chanceFrom, freshSeed, type Chance } from '../../e2e/cli/support/seeded'

/** So many times as within `npm test`. */
export const longer = Math.max(1, Number(process.env['SATCHEL_STORAGE_ROUNDS'] ?? 1))
