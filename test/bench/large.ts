/**
 * A whole CRM of a large company in a mirror: what comes in at that size, and what a screen's questions to it take. Contacts, as many
 * activities, a fifth as many deals.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle } from './bundle.ts'
import type { ReadingFigures } from './reading/reading.ts'
import type { Goal, Measured } from './main.ts'
import { built, run, type Sandbox, startSandbox } from './processes.ts'

/** A page asked for while the rep scrolls, and hits while they type. */
const MOST_LIST_MS = 10
const MOST_FILTER_MS = 100
const MOST_SEARCH_MS = 20
const MOST_RECORD_MS = 5

export async function measureLarge({ records, say }: { readonly records: number; readonly say: (line: string) => void }): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-bench-'))
  const counts = {
    contact: records,
    company: Math.ceil(records / 20),
    deal: Math.ceil(records / 5),
    event: records,
    lead: Math.ceil(records / 50),
    pipeline: 3,
  }
  try {
    const of = Object.entries(counts).map(([object, count]) => `${object}=${count}`)
    say(`a large company: ${of.join(', ')} …`)
    const sandbox = await startSandbox(of.join(','), join(folder, 'crm.db'))
    const workspace = join(folder, 'workspace')
    let ms: number
    try {
      ms = await pull(sandbox, workspace)
    } finally {
      await sandbox.stop()
    }
    say(`pulled in ${(ms / 1000).toFixed(0)} s; now reading …`)
    const figures = JSON.parse(await run([await bundle('reading'), join(workspace, 'mirror.db')], {})) as ReadingFigures
    return {
      goals: readingGoals(figures),
      figures: {
        'large.records': figures.records,
        'large.records_per_second': Math.round((figures.records / ms) * 1000),
        'large.mirror_bytes': bytesOfMirror(workspace),
        ...Object.fromEntries(
          (['list', 'indexedFilter', 'anyFilter', 'search', 'record'] as const).flatMap((what) => [
            [`large.${what}.p50`, figures[what].p50],
            [`large.${what}.p99`, figures[what].p99],
          ]),
        ),
      },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readingGoals({ records, list, indexedFilter, anyFilter, search, record }: ReadingFigures): readonly Goal[] {
  const said = ({ p50, p99 }: { p50: number; p99: number }): string => `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`
  const atMost = (name: string, most: number, timings: { p50: number; p99: number }, more = ''): Goal => ({
    name: `${name}, ${records} records`,
    goal: `p99 at most ${most} ms`,
    value: `${said(timings)}${more}`,
    ratio: timings.p99 / most,
    ok: timings.p99 <= most,
  })
  return [
    atMost('a page of a list, any sort, any depth', MOST_LIST_MS, list, `; the slowest: ${list.slowest}`),
    atMost('a page under a filter with an index', MOST_LIST_MS, indexedFilter),
    atMost('a part of a page under any other filter', MOST_FILTER_MS, anyFilter),
    atMost('search while typing', MOST_SEARCH_MS, search, `; the slowest: ${search.slowest}`),
    atMost('a record with its links and newest 50 activities', MOST_RECORD_MS, record),
  ]
}

/** Milliseconds of the first pull. */
async function pull({ url, connectionId, token }: Sandbox, workspace: string): Promise<number> {
  const satchel = (...args: readonly string[]): Promise<string> =>
    run([built('satchel'), ...args, '--workspace', workspace, '--json'], { BENCH_TOKEN: token })
  await satchel('connect', '--url', url, '--connection-id', connectionId, '--token-env', 'BENCH_TOKEN', '--name', 'Bench')
  const began = performance.now()
  await satchel('sync')
  return performance.now() - began
}

function bytesOfMirror(workspace: string): number {
  return readdirSync(workspace)
    .filter((name) => name.startsWith('mirror.db'))
    .reduce((sum, name) => sum + statSync(join(workspace, name)).size, 0)
}
