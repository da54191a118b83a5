/** Chance from a seed, so that a run that found something can be had again. */

/** The seed of this run: `SATCHEL_TEST_SEED`, else a new one. Say it aloud. */
export function freshSeed(): number {
  const asked = Number(process.env['SATCHEL_TEST_SEED'])
  return Number.isInteger(asked) && asked > 0 ? asked : Math.floor(Math.random() * 1_000_000) + 1
}

export interface Chance {
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number
  oneOf<Value>(values: readonly [Value, ...Value[]]): Value
}

/** mulberry32: small, and good enough to choose moments. */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return { between, oneOf: (values) => values[between(0, values.length - 1)] ?? values[0] }
}
