/**
 * Where a command's words go: results to stdout, everything else to stderr. With `--json` results are JSON and stdout carries
 * nothing besides.
 */
import { once } from 'node:events'
import { plainText } from './plain'
import { type Column, tableLines } from './table'

export interface Output {
  readonly json: boolean
  /** One JSON document, on one line. */
  document(value: unknown): Promise<void>
  /** Lines for people. */
  say(...lines: readonly string[]): Promise<void>
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): Promise<void>
  /** As it is, for exports. */
  verbatim(text: string): Promise<void>
  /** Remarks, on stderr: never part of the result. */
  note(...lines: readonly string[]): Promise<void>
  /** From now on nothing is written: the command was interrupted, and half a result is none. */
  silence(): void
}

/** What is written to: a stream, and what it says about being a terminal. */
export type OutputStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }

/** Whoever read our output has gone (`satchel list contact | head`): nothing more to do, and nothing wrong. */
export class ReaderGoneError extends Error {
  override readonly name = 'ReaderGoneError'
}

export function createOutput(streams: { readonly stdout: OutputStream; readonly stderr: OutputStream; readonly json: boolean }): Output {
  let silent = false
  const unlessSilent = (write: (text: string) => Promise<void>) => async (text: string) => (silent ? undefined : write(text))
  const stdout = unlessSilent(writerTo(streams.stdout))
  const stderr = unlessSilent(writerTo(streams.stderr))
  const terminalWidth = streams.stdout.isTTY ? (streams.stdout.columns ?? null) : null
  const asText = (lines: readonly string[]): string => lines.map((line) => `${plainText(line)}\n`).join('')
  return {
    json: streams.json,
    document: (value) => stdout(`${jsonLine(value)}\n`),
    say: (...lines) => stdout(asText(lines)),
    table: (columns, rows) => stdout(asText(tableLines(columns, rows, terminalWidth))),
    verbatim: stdout,
    note: (...lines) => stderr(asText(lines)),
    silence() {
      silent = true
    },
  }
}

/** JSON without a character that a terminal would act on: those that JSON leaves bare are escaped, which means the same. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007F-\u009F\u2028\u2029]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function writerTo(stream: OutputStream): (text: string) => Promise<void> {
  let trouble: Error | null = null
  stream.on('error', (error: Error) => {
    trouble = error
  })
  return async (text) => {
    if (trouble === null && text !== '' && !stream.write(text)) {
      // A slow reader slows us down, so a million records never pile up in memory. An error ends the wait, too.
      await once(stream, 'drain').catch(() => undefined)
    }
    if (trouble !== null) throw new ReaderGoneError('nobody reads the output any more', { cause: trouble })
  }
}
