/** `satchel` as a black box: the built command in a process of its own, on a workspace in a temporary folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../../../out/main/', import.meta.url))

/** The path of a built entry. */
export function entry(name: string): string {
  const file = join(built, `${name}.js`)
  if (!existsSync(file)) throw new Error(`${file} is missing: run \`npm run build\` first`)
  return file
}

interface Ended {
  /** Null when it was ended by a signal. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface RunningCommand {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** The first line of stdout that comes. */
  readonly firstLine: Promise<string>
}

/** What the tests read by name of a line of JSON; the rest is compared whole. */
interface Line {
  readonly id: string
  readonly record_id: string
  readonly path: string
  readonly old: unknown
  readonly new: unknown
  readonly checks: readonly unknown[]
  readonly connections: readonly { readonly objects: Readonly<Record<string, unknown>> }[]
}

export interface Workspace {
  readonly folder: string
  /** Runs a command to its end. */
  run(args: readonly string[], options?: RunOptions): Promise<Ended>
  start(args: readonly string[], options?: RunOptions): RunningCommand
  /** Runs with `--json`, expects that code, and gives stdout as JSON, a line each. */
  json(args: readonly string[], expectedCode?: number): Promise<Line[]>
  /** The same for a command that prints one document. */
  one(args: readonly string[], expectedCode?: number): Promise<Line>
  /** Files of the workspace that contain this text, as bytes. */
  filesWith(text: string): string[]
  remove(): void
}

interface RunOptions {
  readonly stdin?: string
}

export function openWorkspace(env: Readonly<Record<string, string>> = {}): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-cli-'))
  const start = (args: readonly string[], { stdin = '' }: RunOptions = {}): RunningCommand =>
    startNode([entry('satchel'), ...args, '--workspace', folder], { PATH: process.env['PATH'] ?? '', HOME: folder, ...env }, stdin)
  const run = (args: readonly string[], options: RunOptions = {}): Promise<Ended> => start(args, options).ended
  return {
    folder,
    start,
    run,
    async json(args, expectedCode = 0) {
      const { code, stdout, stderr, signal } = await run([...args, '--json'])
      if (code !== expectedCode) throw new Error(`satchel ${args.join(' ')} ended with ${code ?? signal}, not ${expectedCode}:\n${stdout}\n${stderr}`)
      return stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Line)
    },
    async one(args, expectedCode) {
      const [line, ...more] = await this.json(args, expectedCode)
      if (!line || more.length > 0) throw new Error(`satchel ${args.join(' ')} printed ${more.length + (line ? 1 : 0)} lines, not one`)
      return line
    },
    filesWith: (text) => filesUnder(folder).filter((file) => readFileSync(file).includes(text)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export function startNode(args: readonly string[], env: Readonly<Record<string, string>>, stdin: string | null = null): RunningCommand {
  const child = spawn(process.execPath, [...args], { env: { ...env }, stdio: [stdin === null ? 'ignore' : 'pipe', 'pipe', 'pipe'] })
  child.stdin?.on('error', () => undefined).end(stdin ?? '')
  let stdout = ''
  let stderr = ''
  let tellFirstLine: (line: string) => void
  let noFirstLine: (error: Error) => void
  const firstLine = new Promise<string>((resolve, reject) => {
    tellFirstLine = resolve
    noFirstLine = reject
  })
  // Whoever waits for it hears; most don't.
  firstLine.catch(() => undefined)
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    const end = stdout.indexOf('\n')
    if (end >= 0) tellFirstLine(stdout.slice(0, end))
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      noFirstLine(new Error(`it ended with ${code ?? signal} before it said a word: ${stderr}`))
      resolve({ code, signal, stdout, stderr })
    })
  })
  return { child, ended, firstLine }
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const stats = statSync(path)
    return stats.isDirectory() ? filesUnder(path) : stats.isFile() ? [path] : []
  })
}
