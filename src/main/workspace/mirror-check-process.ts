/** Has a mirror judged by a fresh process. The window's shell has a twin of this, since a packaged Electron app may not run plain Node. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const verdict = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sound') }),
  z.object({ kind: z.literal('damaged'), damage: z.object({ ino: z.string(), detail: z.string() }) }),
  z.object({ kind: z.literal('unreadable'), detail: z.string() }),
])

export type MirrorVerdict = z.infer<typeof verdict>
export type MirrorChecker = (file: string) => Promise<MirrorVerdict>

/** A judge that did not come to an end has said nothing against the file. */
export function parseVerdict(output: string, complaints: string): MirrorVerdict {
  try {
    return verdict.parse(JSON.parse(output))
  } catch {
    return { kind: 'unreadable', detail: complaints.trim().split('\n').at(-1) ?? 'the check did not come to an end' }
  }
}

export const checkMirrorInProcess: MirrorChecker = (file) =>
  new Promise((resolve, reject) => {
    const entry = fileURLToPath(new URL('./mirror-check.js', import.meta.url))
    const child = spawn(process.execPath, [entry, file], { stdio: ['ignore', 'pipe', 'pipe'], env: {} })
    let output = ''
    let complaints = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints = (complaints + text).slice(-2000)
    })
    child.once('error', reject)
    child.once('close', () => resolve(parseVerdict(output, complaints)))
  })
