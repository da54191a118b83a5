/**
 * Benchmarks: `npm run bench`, `npm run bench -- --json`, `--records N` for another size, `--rounds N` for a steadier median.
 *
 * Each figure stands next to a baseline of the same run on the same machine, and a goal is a ratio to it: a slow disk slows
 * both. What came out is kept in bench/results.json, and compared with what stood there before.
 */
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { measureBackfill } from './backfill.ts'
import { measureInside } from './inside.ts'
import { measureLarge } from './large.ts'
import { compareWithLast, keepResults } from './results.ts'

export interface Goal {
  readonly name: string
  readonly goal: string
  readonly value: string
  /** The number behind `value`, less being better; what runs are compared by. */
  readonly ratio: number
  readonly ok: boolean
}

/** What one measurement found. */
export interface Measured {
  readonly goals: readonly Goal[]
  readonly figures: Readonly<Record<string, number>>
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    records: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '1' },
  },
  // npm passes what stands behind its own `--`; a second one is a habit.
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
})

const records = wholeNumber('--records', values.records)
const rounds = wholeNumber('--rounds', values.rounds)
const say = (line: string): void => void process.stderr.write(`${line}\n`)

const backfill = await measureBackfill({ records, rounds, say })
const inside = await measureInside({ records, say })
const large = await measureLarge({ records, say })
const goals: readonly Goal[] = [...backfill.goals, ...inside.goals, ...large.goals]
const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memory_gb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
}
const slower = compareWithLast(goals, records)
keepResults({ at: new Date().toISOString(), records, rounds, machine, goals, figures: { ...backfill.figures, ...inside.figures, ...large.figures } })

if (values.json)
  process.stdout.write(`${JSON.stringify({ goals: goals.map(({ name, goal, value, ok }) => ({ name, goal, value, ok })), machine })}\n`)
else {
  const rows = [['what', 'goal', 'value', 'ok'], ...goals.map(({ name, goal, value, ok }) => [name, goal, value, ok ? 'yes' : 'NO'])]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  for (const row of rows)
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    )
  process.stdout.write(`\n${machine.cores} × ${machine.cpu}, ${machine.memory_gb} GB, Node ${machine.node}, ${machine.platform}\n`)
}
for (const line of slower) say(line)

function wholeNumber(option: string, raw: string): number {
  const number = Number(raw)
  if (Number.isInteger(number) && number > 0) return number
  process.stderr.write(`${option}: expected a whole number above 0, got ${raw}\n`)
  process.exit(2)
}
