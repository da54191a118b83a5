/**
 * What happens inside the engine, measured in a process of its own (`inside/`) against a sandbox, each figure beside the disk, the bare
 * table or the bare requests of the same minute.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle } from './bundle.ts'
import type { LiveFigures } from './inside/live.ts'
import type { PageFigures } from './inside/pages.ts'
import type { Goal, Measured } from './main.ts'
import { run, startSandbox } from './processes.ts'

/** A first pull must last as long as the edits do. */
const MOST_RECORDS = 50_000
const EDITS = 200
/** One request a type. */
const TYPES = 7

export async function measureInside({ records, say }: { readonly records: number; readonly say: (line: string) => void }): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'))
  try {
    const contacts = Math.min(records, MOST_RECORDS)
    say(`inside the engine: a sandbox with ${contacts} contacts …`)
    const sandbox = await startSandbox(`contact=${contacts}`, join(folder, 'crm.db'))
    try {
      const { url, connectionId, token } = sandbox
      const output = await run([await bundle('inside'), url, connectionId, token, folder, String(EDITS)], {})
      const { pages, live } = JSON.parse(output) as { pages: PageFigures; live: LiveFigures }
      return { goals: [...pageGoals(pages), ...liveGoals(live)], figures: { ...flat('pages', pages), ...flat('live', live) } }
    } finally {
      await sandbox.stop()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function pageGoals({ transaction, bareTransaction, cpuMicrosecondsARecord, bareCpuMicrosecondsARecord }: PageFigures): readonly Goal[] {
  return [
    {
      name: 'transaction of a page',
      goal: 'p99 at most 50 ms',
      value: `p50 ${ms(transaction.p50)}, p99 ${ms(transaction.p99)}; a bare table p50 ${ms(bareTransaction.p50)}, p99 ${ms(bareTransaction.p99)}`,
      ratio: transaction.p50 / bareTransaction.p50,
      ok: transaction.p99 <= 50,
    },
    atMost(2, {
      name: 'CPU a record, from the answer to the disk',
      value: cpuMicrosecondsARecord,
      baseline: bareCpuMicrosecondsARecord,
      unit: 'µs',
      beside: 'a bare table',
    }),
  ]
}

function liveGoals(live: LiveFigures): readonly Goal[] {
  const mostMs = 5 + live.fsync.p99
  return [
    {
      name: 'edit acknowledged while a backfill runs',
      goal: 'p99 at most 5 ms and the disk’s own fsync',
      value: `p50 ${ms(live.edit.p50)}, p99 ${ms(live.edit.p99)}; fsync p50 ${ms(live.fsync.p50)}, p99 ${ms(live.fsync.p99)}; ${live.editsDuring} edits during it`,
      ratio: live.edit.p99 / mostMs,
      ok: live.edit.p99 <= mostMs && live.editsDuring > 0,
    },
    {
      name: 'requests of a poll that finds nothing',
      goal: `exactly ${TYPES}, one a type, and no row written`,
      value: `${live.requestsAPoll} requests, ${live.commitsAPoll === 0 ? 'nothing written' : 'something written'}`,
      ratio: live.requestsAPoll / TYPES + live.commitsAPoll,
      ok: live.requestsAPoll === TYPES && live.commitsAPoll === 0,
    },
    atMost(2, {
      name: 'a push, a change',
      value: live.pushMsAChange,
      baseline: live.barePushMsAChange,
      unit: 'ms',
      beside: 'a bare read and replace, one after the other',
    }),
    atMost(5, {
      name: 'a pull of what changed, a change',
      value: live.pullMsAChange,
      baseline: live.barePullMsAChange,
      unit: 'ms',
      beside: 'the bare requests, nothing kept',
    }),
  ]
}

interface Compared {
  readonly name: string
  readonly value: number
  readonly baseline: number
  readonly unit: 'ms' | 'µs'
  readonly beside: string
}

function atMost(times: number, { name, value, baseline, unit, beside }: Compared): Goal {
  const ratio = value / baseline
  const said =
    unit === 'ms' ? `${rate(value)}; ${beside}: ${rate(baseline)}` : `${value.toFixed(0)} ${unit}; ${beside}: ${baseline.toFixed(0)} ${unit}`
  return { name, goal: `at most ${times} x ${beside}`, value: `${ratio.toFixed(2)} x: ${said}`, ratio, ok: ratio <= times }
}

function rate(msEach: number): string {
  return `${Math.round(1000 / msEach)}/s`
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`
}

/** Figures by their path: `live.edit.p99`. */
function flat(prefix: string, value: object): Record<string, number> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]: [string, unknown]) =>
      typeof each === 'number' ? [[`${prefix}.${key}`, each]] : Object.entries(flat(`${prefix}.${key}`, each as object)),
    ),
  )
}
