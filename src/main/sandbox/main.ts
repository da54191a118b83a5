/**
 * The sandbox as a process of its own: reads its arguments, prints one line of JSON once it listens, and ends with 0 when it is
 * asked to, or with `--exit-with-parent` when the stream to its input is closed.
 */
import { parseArgs } from 'node:util'
import { fail, failureOf, preview } from '../../shared/failure'
import { startSandbox } from './server'

function parseNumber(flag: string, text: string | undefined, most: number): number | null {
  if (text === undefined) return null
  if (/^\d{1,10}$/.test(text) && Number(text) <= most) return Number(text)
  return fail({ kind: 'bad-input', where: flag, expected: `a whole number up to ${most}`, got: preview(text) })
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string' },
      records: { type: 'string' },
      seed: { type: 'string' },
      profile: { type: 'string' },
      faults: { type: 'string' },
      store: { type: 'string' },
      'exit-with-parent': { type: 'boolean', default: false },
    },
  })
  const { url, connectionId, token, workspaceId, workspaceSecret, close } = await startSandbox({
    port: parseNumber('--port', values.port, 65_535),
    records: values.records ?? null,
    seed: parseNumber('--seed', values.seed, 4_294_967_295),
    profile: values.profile ?? null,
    faults: values.faults ?? null,
    store: values.store ?? null,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  })
  const stop = (): void => void close().then(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  if (values['exit-with-parent']) process.stdin.once('end', stop).once('error', stop).resume()
  process.stdout.write(`${JSON.stringify({ url, connection_id: connectionId, token, workspace_id: workspaceId, webhook_secret: workspaceSecret })}\n`)
}

main().catch((error: unknown) => {
  const badArgument = failureOf(error)?.kind === 'bad-input' || String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
  process.stderr.write(`${badArgument || failureOf(error) ? (error as Error).message : String((error as Error).stack ?? error)}\n`)
  process.exit(badArgument ? 2 : 1)
})
