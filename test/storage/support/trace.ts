/** Runs the day of `trace/trace.ts` under a disk that fails at one call. Builds what it needs: the program with the bundler, the shim with gcc. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))

/** Null where the shim can be built; else why not. */
export const noShim: string | null =
  process.platform !== 'linux' ? 'failing calls need Linux' : spawnSync('gcc', ['--version']).status === 0 ? null : 'failing calls need gcc'

export interface Fault {
  readonly call: 'pread' | 'pwrite' | 'write' | 'fsync' | 'rename'
  /** A part of the file's path; its end, where a `$` follows. */
  readonly file: string
  readonly mode: 'fail' | 'half' | 'kill'
  readonly errno?: number
  /** From that call on, for ever. */
  readonly sticky?: boolean
}

export interface Day {
  readonly saved: readonly string[]
  readonly refused: readonly string[]
  /** False: there were fewer calls than that. */
  readonly fired: boolean
  readonly signal: string | null
  readonly status: number | null
  readonly stderr: string
}

export type RunDay = (folder: string, fault: Fault, at: number) => Day

/** The path of the built `trace/shim.c`. */
export function buildShim(): string {
  return compile('shim.c', ['-shared', '-fPIC'], ['-ldl'])
}

/** The path of the built `trace/cut-power.c`. */
export function buildCutter(): string {
  return compile('cut-power.c', [], [])
}

function compile(source: string, before: readonly string[], after: readonly string[]): string {
  const out = join(mkdtempSync(join(tmpdir(), 'satchel-built-')), source.replace('.c', ''))
  const { status, stderr } = spawnSync('gcc', [...before, '-O1', '-o', out, join(here, '../trace', source), ...after], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${source} could not be built: ${stderr}`)
  return out
}

export async function buildTrace(): Promise<RunDay> {
  // Below the project, so that it finds the database's binding.
  const out = join(here, '../../../out/storage-trace')
  await build({
    logLevel: 'error',
    configFile: false,
    build: { ssr: join(here, '../trace/trace.ts'), outDir: out, emptyOutDir: true, target: 'node24' },
    ssr: { external: ['better-sqlite3'] },
  })
  const shim = buildShim()

  return (folder, { call, file, mode, errno = 5, sticky = false }, at) => {
    const marker = `${folder}.fired`
    rmSync(marker, { force: true })
    const ended = spawnSync(process.execPath, [join(out, 'trace.js'), folder], {
      encoding: 'utf8',
      env: {
        LD_PRELOAD: shim,
        SHIM_CALL: call,
        SHIM_FILE: file,
        SHIM_MODE: mode,
        SHIM_AT: String(at),
        SHIM_ERRNO: String(errno),
        SHIM_FIRED: marker,
        ...(sticky ? { SHIM_STICKY: '1' } : {}),
      },
    })
    const said = (word: string): string[] =>
      ended.stdout.split('\n').flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []))
    return {
      saved: said('saved'),
      refused: said('refused'),
      fired: existsSync(marker),
      signal: ended.signal,
      status: ended.status,
      stderr: ended.stderr,
    }
  }
}
