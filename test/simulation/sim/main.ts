/**
 * `npm run sim -- --seeds 10000 --from 1`: so many random stretches of days, on two workers. `--seed N --trace` plays one and tells what
 * happened; `--planted` plants each bug and says which seed found it; `--crash-points` dies at every point of a short morning.
 *
 * A seed that fails prints the promise it broke, the line that replays it, and a shortened trace.
 */
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bundleSimulation, loadSimulation } from './bundle.ts'
import { crashPoints, playCrashes } from './crash-points.ts'
import { findPlanted } from './find-planted.ts'
import { planted } from './planted.ts'
import { makeFolder } from './scratch.ts'
import { promiseOf, shrink } from './shrink.ts'
import type { Plan } from './plan.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    'crash-points': { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
    /** Of a worker: play these and print a line for each that fails. */
    worker: { type: 'string' },
  },
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
})

/** Failures after which a run has said enough. */
const MOST_FAILURES = 20

if (values.worker !== undefined) await work(values.worker)
else if (values.planted) process.exitCode = await plant()
else if (values['crash-points']) process.exitCode = await crash()
else if (values.seed !== undefined) process.exitCode = await replay(Number(values.seed))
else process.exitCode = await playAll(Number(values.from), Number(values.seeds), Number(values.workers))

async function playAll(from: number, count: number, workers: number): Promise<number> {
  const file = await bundleSimulation()
  const began = performance.now()
  const failed: Failed[] = []
  let played = 0
  let cpuMs = 0
  // A worker of its own for every few hundred: what a process gathers in memory goes with it.
  const chunk = Math.max(1, Math.min(250, Math.ceil(count / workers)))
  const starts = Array.from({ length: Math.ceil(count / chunk) }, (_, index) => from + index * chunk)
  const next = starts.values()
  const take = async (): Promise<void> => {
    for (const start of next) {
      if (failed.length >= MOST_FAILURES) return
      const size = Math.min(chunk, from + count - start)
      const chunkDone = await runWorker(file, start, size)
      failed.push(...chunkDone.failed)
      cpuMs += chunkDone.cpuMs
      played += size
      process.stderr.write(`\r${played} of ${count}, ${failed.length} failed `)
    }
  }
  await Promise.all(Array.from({ length: workers }, take))
  const seconds = (performance.now() - began) / 1000
  process.stderr.write('\n')
  for (const { seed, violation } of failed.toSorted((a, b) => a.seed - b.seed)) console.log(`seed ${seed}: ${violation.slice(0, 500)}`)
  const [first] = failed.toSorted((a, b) => a.seed - b.seed)
  if (first) await replay(first.seed)
  console.log(
    `${played} seeds in ${seconds.toFixed(1)} s (${(played / seconds).toFixed(1)} a second; ${(cpuMs / Math.max(1, played)).toFixed(0)} ms of a core each), ${failed.length} failed`,
  )
  return failed.length === 0 && played === count ? 0 : 1
}

interface Failed {
  readonly seed: number
  readonly violation: string
}

function runWorker(file: string, from: number, count: number): Promise<{ readonly failed: readonly Failed[]; readonly cpuMs: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [import.meta.filename, '--worker', file, '--from', String(from), '--seeds', String(count)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let text = ''
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part))
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code !== 0) return reject(new Error(`the worker of seeds ${from} to ${from + count - 1} ended with ${code}`))
      const lines = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Partial<Failed> & { readonly cpuMs?: number }]))
      resolve({ failed: lines.filter((line): line is Failed => line.seed !== undefined), cpuMs: lines.at(-1)?.cpuMs ?? 0 })
    })
  })
}

async function work(file: string): Promise<void> {
  const { planOf, runPlan } = await loadSimulation(file)
  const folder = makeFolder()
  const [from, count] = [Number(values.from), Number(values.seeds)]
  for (let seed = from; seed < from + count; seed += 1) {
    const { violation } = await runPlan(planOf(seed), { folder: join(folder, String(seed)) })
    if (violation !== null) console.log(JSON.stringify({ seed, violation }))
  }
  const { user, system } = process.cpuUsage()
  console.log(JSON.stringify({ cpuMs: (user + system) / 1000 }))
  rmSync(folder, { recursive: true, force: true })
}

/** One seed, told; where it fails, made short first. */
async function replay(seed: number): Promise<number> {
  const { planOf, runPlan } = await loadSimulation(await bundleSimulation())
  const folder = makeFolder()
  let runs = 0
  const play = (plan: Plan, trace: boolean) => runPlan(plan, { folder: join(folder, String((runs += 1))), trace })
  const plan = planOf(seed)
  const whole = await play(plan, values.trace)
  if (values.trace) console.log(whole.trace.join('\n'))
  const broken = promiseOf(whole.violation)
  if (broken !== null) {
    const short = await shrink(plan, broken, async (each) => promiseOf((await play(each, false)).violation))
    const { steps, behaviour, ...rest } = short
    console.log(`\nseed ${seed} breaks ${broken}, with ${steps.length} of ${plan.steps.length} steps still: npm run sim -- --seed ${seed} --trace`)
    console.log(JSON.stringify({ ...rest, behaviour, steps: steps.map(({ kind }) => kind) }))
    console.log((await play(short, true)).trace.join('\n'))
  }
  rmSync(folder, { recursive: true, force: true })
  console.log(whole.violation === null ? `seed ${seed}: all that must be true was true` : `seed ${seed}: ${whole.violation}`)
  return whole.violation === null ? 0 : 1
}

async function crash(): Promise<number> {
  const simulation = await loadSimulation(await bundleSimulation())
  const folder = makeFolder()
  let failed = 0
  for (const kind of crashPoints) {
    const { points, deaths, broken } = await playCrashes(simulation, kind, folder, 1)
    failed += broken.length
    console.log(`${kind.at}: ${kind.how} at each of ${points} points, ${deaths} deaths, ${broken.length} failed`)
    for (const line of broken) console.log(`  ${line.slice(0, 500)}`)
  }
  rmSync(folder, { recursive: true, force: true })
  return failed === 0 ? 0 : 1
}

async function plant(): Promise<number> {
  let missed = 0
  console.log('| planted | found by seed | budget | it broke |\n| --- | --- | --- | --- |')
  for (const mutation of planted) {
    const { seed, violation } = await findPlanted(mutation)
    if (seed === null) missed += 1
    console.log(
      `| ${mutation.name} | ${seed ?? 'none'} | ${mutation.budget} | ${violation?.split('\n')[0]?.slice(0, 100).replaceAll('|', '/') ?? ''} |`,
    )
  }
  return missed === 0 ? 0 : 1
}
