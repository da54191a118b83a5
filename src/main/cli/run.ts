/**
 * One run of the command line, from its arguments to its exit code. Nothing here knows a command; everything that any of them
 * throws ends here as one error in one form.
 */
import { once } from 'node:events'
import { CommanderError } from 'commander'
import { type ExitCode, exitCodes } from './exit-code'
import { InterruptedError } from './interrupted'
import { createInvocation } from './invocation'
import { reportOf } from './output/error'
import { createOutput, type Output, ReaderGoneError } from './output/output'
import { type Act, addCommands, createProgram } from './program'
import type { Surroundings } from './surroundings'
import { UsageError } from './usage-error'

export async function runCommandLine(args: readonly string[], around: Surroundings): Promise<ExitCode> {
  // Known before the arguments are understood, so that even a wrong one is answered in the form that was asked for.
  const json = beforeDoubleDash(args).includes('--json')
  const out = createOutput({ stdout: around.stdout, stderr: around.stderr, json })
  let exitCode: ExitCode = exitCodes.done
  let complaint = ''

  const program = createProgram().exitOverride()
  program.configureOutput({
    writeOut: (text) => void around.stdout.write(text),
    writeErr: (text) => {
      complaint += text
    },
  })
  const act: Act = async (command, work, { untilStopped = false } = {}) => {
    const { workspace = null, connection = null } = program.opts()
    const invocation = createInvocation(command, { workspace, connection, json }, out, around)
    try {
      const working = work(invocation)
      exitCode = (await (untilStopped ? working : orInterrupted(working, around.stopped))) ?? exitCodes.done
    } catch (error) {
      // The work goes on until the engine is closed, and would still tell what it got to.
      if (error instanceof InterruptedError) out.silence()
      throw error
    } finally {
      await invocation.close()
    }
  }
  addCommands(program, act)

  try {
    await program.parseAsync([...args], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof ReaderGoneError) return exitCodes.done
    if (error instanceof InterruptedError) return exitCodes.interrupted
    if (error instanceof CommanderError) return answerCommander(error, complaint, out)
    return report(error, out)
  }
}

/** Help and version were asked for and are done; all else that commander throws is a command line it can't understand. */
async function answerCommander(error: CommanderError, complaint: string, out: Output): Promise<ExitCode> {
  if (error.exitCode === 0) return exitCodes.done
  if (error.code === 'commander.help' && !out.json) {
    await out.note(complaint.trimEnd())
    return exitCodes.wrongUsage
  }
  const message = error.code === 'commander.help' ? 'A command is missing.' : error.message.replace(/^error: /, '')
  return report(new UsageError(message, 'See satchel --help, or satchel COMMAND --help.'), out)
}

async function report(thrown: unknown, out: Output): Promise<ExitCode> {
  const { error, exitCode } = reportOf(thrown)
  try {
    if (out.json) await out.document({ error })
    else await out.note(error.message, ...(error.hint ? [error.hint] : []))
  } catch (trouble) {
    // Nobody is left to tell; the exit code still says it.
    if (!(trouble instanceof ReaderGoneError)) throw trouble
  }
  return exitCode
}

/** The work's end, or ours: what runs on in the engine is stopped when it is closed, and goes on from there next time. */
async function orInterrupted<Value>(working: Promise<Value>, stopped: AbortSignal): Promise<Value> {
  const watching = new AbortController()
  const interrupted = (async (): Promise<never> => {
    if (!stopped.aborted) await once(stopped, 'abort', { signal: watching.signal })
    throw new InterruptedError('interrupted')
  })()
  try {
    return await Promise.race([working, interrupted])
  } finally {
    watching.abort()
    // Both lose the race in turn; what the loser still throws has been answered already.
    working.catch(() => undefined)
    interrupted.catch(() => undefined)
  }
}

function beforeDoubleDash(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--')
  return end < 0 ? args : args.slice(0, end)
}
