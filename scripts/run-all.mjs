/** Runs commands two at a time, shows the output of those that fail, and ends with 1 when one did. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const bin = join(import.meta.dirname, '..', 'node_modules', '.bin')

/** @param {readonly (readonly [string, string, readonly string[]])[]} commands name, command, arguments */
export async function runAll(commands, { aloud = false } = {}) {
  const waiting = [...commands]
  const failed = []
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [name, command, args] = next
      const startedAt = performance.now()
      const { code, output } = await run(command, args)
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      if (code !== 0) failed.push(name)
      if (code !== 0) console.log(output.trimEnd())
      if (aloud || code !== 0) console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
    }
  }
  await Promise.all([worker(), worker()])
  if (failed.length > 0) process.exit(1)
}

function run(command, args) {
  const windows = process.platform === 'win32'
  const child = spawn(command === 'node' ? process.execPath : join(bin, windows ? `${command}.cmd` : command), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: windows,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
