/** Where the token comes from when it is not in a variable: read from stdin, or asked on the terminal without showing it. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { InterruptedError } from './interrupted'
import type { Surroundings } from './surroundings'
import { wrongUsage } from './usage-error'

const HINT = 'Give it with --token-env VARIABLE or --token-stdin.'

export async function readTokenFromStdin({ stdin }: Surroundings): Promise<string> {
  stdin.setEncoding('utf8')
  let text = ''
  for await (const chunk of stdin) text += String(chunk)
  const token = text.trim()
  return token === '' ? wrongUsage('--token-stdin: nothing came on stdin.', HINT) : token
}

/** Asks on the terminal; without one nothing is asked. */
export async function askForToken({ stdin, stderr, stopped }: Surroundings): Promise<string> {
  if (!stdin.isTTY || !stderr.isTTY) return wrongUsage('The token is missing, and there is no terminal to ask for it.', HINT)
  stderr.write('Token (it is not shown): ')
  // Readline edits the line and puts the terminal back in order; its echo goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const line = createInterface({ input: stdin, output: nowhere, terminal: true })
  const cancelled = new AbortController()
  line.once('SIGINT', () => cancelled.abort())
  const signal = AbortSignal.any([stopped, cancelled.signal])
  try {
    const answer = await line.question('', { signal }).catch((error: unknown) => {
      throw signal.aborted ? new InterruptedError('interrupted') : error
    })
    const token = answer.trim()
    return token === '' ? wrongUsage('No token was given.', HINT) : token
  } finally {
    line.close()
    stderr.write('\n')
  }
}
