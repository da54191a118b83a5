/**
 * Bundles simulation and engine: stand-ins take the place of time, chance, files and SQLite under the engine, lists are cut into small
 * pages so that small data walks like large data, and a mutation may plant a bug. Each replaces a text that must be found exactly once,
 * so that what has moved on in the engine is noticed and nothing is tested that is not there.
 */
import { mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'vite'
import type * as Entry from './entry'

export type Simulation = typeof Entry

export interface Mutation {
  readonly name: string
  /** What is wrong then, in a sentence. */
  readonly what: string
  readonly file: string
  readonly find: string
  readonly replace: string
}

const root = join(import.meta.dirname, '..', '..', '..')
const outside = join(root, 'test', 'simulation', 'outside')
const standIns: Readonly<Record<string, string>> = {
  'node:crypto': 'node-crypto.ts',
  'node:fs': 'node-fs.ts',
  'better-sqlite3': 'sqlite.ts',
}

/** Small data that is walked as large data is. */
const scale: readonly Mutation[] = [
  {
    name: 'small pages',
    what: '',
    file: 'src/main/connectors/unified/unified.ts',
    find: 'const LARGEST_PAGE = 100',
    replace: 'const LARGEST_PAGE = 5',
  },
  {
    name: 'three types',
    what: '',
    file: 'src/main/sync/run/station.ts',
    find: "const pullOrder: readonly ObjectType[] = ['user', 'pipeline', 'contact', 'company', 'deal', 'lead', 'event']",
    replace: "const pullOrder: readonly ObjectType[] = ['contact', 'company', 'deal']",
  },
  {
    name: 'a small reserve',
    what: '',
    file: 'src/main/mirror/reserve.ts',
    find: 'const RESERVE_BYTES = 16 * 1024 * 1024',
    replace: 'const RESERVE_BYTES = 16 * 1024',
  },
  {
    name: 'written in small blocks',
    what: '',
    file: 'src/main/mirror/reserve.ts',
    find: 'Buffer.alloc(1024 * 1024)',
    replace: 'Buffer.alloc(16 * 1024)',
  },
  {
    name: 'status seldom',
    what: '',
    file: 'src/main/sync/run/sync.ts',
    find: 'const STATUS_WINDOW_MS = 250',
    replace: 'const STATUS_WINDOW_MS = 30_000',
  },
  {
    name: 'looks at the clock seldom',
    what: '',
    file: 'src/main/sync/run/scheduler.ts',
    find: 'const BEAT_MS = 60_000',
    replace: 'const BEAT_MS = 1_800_000',
  },
]

/** Writes the bundle; answers its file. */
export async function bundleSimulation(mutation: Mutation | null = null, folder = join(root, 'out', 'simulation')): Promise<string> {
  const name = mutation === null ? 'engine' : mutation.name.replaceAll(/\W+/g, '-')
  const missing = new Set([...scale, ...(mutation ? [mutation] : [])])
  mkdirSync(folder, { recursive: true })
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [standUnder(), alter(missing)],
    define: {
      setTimeout: 'globalThis.simulatedSetTimeout',
      clearTimeout: 'globalThis.simulatedClearTimeout',
      setInterval: 'globalThis.simulatedSetInterval',
      clearInterval: 'globalThis.simulatedClearInterval',
    },
    build: {
      ssr: join(root, 'test', 'simulation', 'sim', 'entry.ts'),
      outDir: join(folder, name),
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      rollupOptions: { output: { format: 'es', entryFileNames: 'simulation.mjs', codeSplitting: false } },
    },
  })
  for (const { name: left, file } of missing) throw new Error(`“${left}” was not planted: ${file} is not part of the engine`)
  return join(folder, name, 'simulation.mjs')
}

export async function loadSimulation(file: string): Promise<Simulation> {
  return (await import(pathToFileURL(file).href)) as Simulation
}

/** Only the engine gets them: the simulation itself works with the real ones. */
function standUnder(): Plugin {
  return {
    name: 'stand-ins',
    enforce: 'pre',
    resolveId(source, importer) {
      const standIn = standIns[source]
      return standIn !== undefined && importer?.startsWith(join(root, 'src')) ? join(outside, standIn) : null
    },
  }
}

function alter(missing: Set<Mutation>): Plugin {
  return {
    name: 'alter',
    enforce: 'pre',
    transform(code, id) {
      let altered = code
      for (const mutation of missing) {
        if (relative(root, id) !== mutation.file) continue
        const parts = altered.split(mutation.find)
        if (parts.length !== 2) throw new Error(`“${mutation.name}”: its text is found ${parts.length - 1} times in ${mutation.file}`)
        altered = parts.join(mutation.replace)
        missing.delete(mutation)
      }
      return altered === code ? null : altered
    },
  }
}
