/** The last result of each size, in bench/results.json, so that a slowdown is seen. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Goal } from './main.ts'

const file = fileURLToPath(new URL('../../bench/results.json', import.meta.url))
/** More than a fifth worse than the last time, in the same ratio, is more than noise. */
const WORSE = 1.2

export interface Result {
  readonly at: string
  readonly records: number
  readonly rounds: number
  readonly machine: object
  readonly goals: readonly Goal[]
  readonly figures: Readonly<Record<string, number>>
}

export function compareWithLast(goals: readonly Goal[], records: number): string[] {
  const last = readResults().find((result) => result.records === records)
  return goals.flatMap((goal) => {
    const before = last?.goals.find(({ name }) => name === goal.name)
    if (!before || goal.ratio <= before.ratio * WORSE) return []
    return [`slower than last time (${last?.at}): ${goal.name}: ${before.value} then, ${goal.value} now`]
  })
}

export function keepResults(result: Result): void {
  const others = readResults().filter(({ records }) => records !== result.records)
  mkdirSync(fileURLToPath(new URL('.', `file://${file}`)), { recursive: true })
  writeFileSync(
    file,
    `${JSON.stringify(
      [...others, result].toSorted((one, other) => one.records - other.records),
      null,
      2,
    )}\n`,
  )
}

function readResults(): Result[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Result[]
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
