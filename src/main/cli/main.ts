/** The entry of `satchel`: the real terminal, environment and signals around one run of the command line. */
import { processSurroundings } from './process-surroundings'
import { runCommandLine } from './run'

const stop = new AbortController()
// Once each: whoever asks a second time ends the process at once, as everywhere.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

// Not `process.exit`: what was written must arrive first, even through a slow pipe.
process.exitCode = await runCommandLine(process.argv.slice(2), processSurroundings(stop.signal))
