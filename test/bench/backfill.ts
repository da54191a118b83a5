/**
 * A first pull of many contacts from a sandbox in its own process into a fresh mirror, by the real engine in the real command;
 * next to the bare loop on the same pages. Both are processes of their own, both are timed from start to end, and they take
 * turns, so that neither has the warmer machine.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Measured } from './main.ts'
import { built, run, type Sandbox, startSandbox } from './processes.ts'

/** Everything kept: columns, links, unknown fields, full text. */
const MOST_TIMES_BARE = 1.25

export interface BackfillOptions {
  readonly records: number
  readonly rounds: number
  readonly say: (line: string) => void
}

export async function measureBackfill({ records, rounds, say }: BackfillOptions): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'))
  try {
    say(`a sandbox with ${records} contacts …`)
    const sandbox = await startSandbox(`contact=${records}`, join(folder, 'crm.db'))
    try {
      const bare: Timed[] = []
      const engine: Timed[] = []
      // Nobody counts the first one: it warms the sandbox and the disk cache for both.
      await runBare(sandbox, join(folder, 'warm-up.db'))
      for (let round = 1; round <= rounds; round += 1) {
        bare.push(await runBare(sandbox, join(folder, `bare-${round}.db`)))
        say(`bare loop: ${rate(bare.at(-1))}`)
        engine.push(await runEngine(sandbox, join(folder, `workspace-${round}`)))
        say(`engine:    ${rate(engine.at(-1))}`)
      }
      for (const { records: count } of [...bare, ...engine]) {
        if (count !== records) throw new Error(`a run ended with ${count} contacts instead of ${records}: its time means nothing`)
      }
      return summarize(records, {
        bareMs: median(bare),
        engineMs: median(engine),
        engineBytes: median(engine.map(({ bytes }) => ({ ms: bytes }))),
        bareBytes: median(bare.map(({ bytes }) => ({ ms: bytes }))),
      })
    } finally {
      await sandbox.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Timed {
  readonly records: number
  readonly ms: number
  readonly bytes: number
}

function summarize(
  records: number,
  { bareMs, engineMs, engineBytes, bareBytes }: { bareMs: number; engineMs: number; engineBytes: number; bareBytes: number },
) {
  const ratio = engineMs / bareMs
  const perSecond = (ms: number): number => Math.round((records / ms) * 1000)
  return {
    goals: [
      {
        name: `backfill of ${records} contacts`,
        goal: `at most ${MOST_TIMES_BARE} x the bare loop`,
        value: `${ratio.toFixed(2)} x: ${perSecond(engineMs)} records/s, bare loop ${perSecond(bareMs)} records/s`,
        ratio,
        ok: ratio <= MOST_TIMES_BARE,
      },
    ],
    figures: {
      engine_ms: Math.round(engineMs),
      bare_ms: Math.round(bareMs),
      engine_records_per_second: perSecond(engineMs),
      bare_records_per_second: perSecond(bareMs),
      mirror_bytes: engineBytes,
      bare_bytes: bareBytes,
    },
  }
}

async function runBare({ url, connectionId, token }: Sandbox, file: string): Promise<Timed> {
  const began = performance.now()
  const output = await run([fileURLToPath(new URL('./bare-loop.ts', import.meta.url)), url, connectionId, token, file], {})
  const ms = performance.now() - began
  const { records } = JSON.parse(output) as { records: number }
  return { records, ms, bytes: statSync(file).size }
}

async function runEngine({ url, connectionId, token }: Sandbox, workspace: string): Promise<Timed> {
  const satchel = (...args: readonly string[]): Promise<string> =>
    run([built('satchel'), ...args, '--workspace', workspace, '--json'], { BENCH_TOKEN: token })
  await satchel('connect', '--url', url, '--connection-id', connectionId, '--token-env', 'BENCH_TOKEN', '--name', 'Bench')
  const began = performance.now()
  await satchel('sync', '--objects', 'contact')
  const ms = performance.now() - began
  const status = JSON.parse(await satchel('status')) as { connections: { objects: { contact: { records: number } } }[] }
  return { records: status.connections[0]?.objects.contact.records ?? 0, ms, bytes: bytesOfMirror(workspace) }
}

function bytesOfMirror(workspace: string): number {
  return readdirSync(workspace)
    .filter((name) => name.startsWith('mirror.db'))
    .reduce((sum, name) => sum + statSync(join(workspace, name)).size, 0)
}

function median(values: readonly { readonly ms: number }[]): number {
  const sorted = values.map(({ ms }) => ms).toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

function rate(timed: Timed | undefined): string {
  return timed ? `${Math.round((timed.records / timed.ms) * 1000)} records/s, ${(timed.ms / 1000).toFixed(1)} s` : 'nothing'
}
