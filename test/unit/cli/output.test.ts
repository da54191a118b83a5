import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { askForToken } from '../../../src/main/cli/ask-token'
import { writeFileWhole } from '../../../src/main/cli/export/write-file-whole'
import { InterruptedError } from '../../../src/main/cli/interrupted'
import { createOutput, ReaderGoneError } from '../../../src/main/cli/output/output'
import type { Surroundings } from '../../../src/main/cli/surroundings'
import { FailureError } from '../../../src/shared/failure'
import { run } from './support/fake-surroundings'
import { acme } from './support/samples'

describe('output', () => {
  test('a slow reader slows the writer down instead of filling the memory', async () => {
    const waiting: (() => void)[] = []
    const stdout = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void waiting.push(done) })
    const out = createOutput({ stdout, stderr: new PassThrough(), json: true })
    let written = false
    const writing = out.document({ id: '1' }).then(() => {
      written = true
    })
    await new Promise(setImmediate)
    expect(written).toBe(false)
    waiting.shift()?.()
    await writing
    expect(written).toBe(true)
  })

  test('a reader that went away is told apart from a failure', async () => {
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })) })
    const out = createOutput({ stdout, stderr: new PassThrough(), json: true })
    await out.document({ id: '1' }).catch(() => undefined)
    await new Promise(setImmediate)
    await expect(out.document({ id: '2' })).rejects.toBeInstanceOf(ReaderGoneError)
  })

  test('a list whose reader went away stops asking the engine for more, and is done', async () => {
    const stdout = new Writable({ write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })) })
    const { code, asked, closed } = await run(
      ['list', 'contact', '--json'],
      { 'connections.list': () => [acme], 'records.documents': () => ({ rows: [{ id: '1' }], next: 'more' }) },
      { surroundings: { stdout } },
    )
    expect({ code, closed, pages: asked.filter(({ operation }) => operation === 'records.documents').length < 5 }).toEqual({
      code: 0,
      closed: 1,
      pages: true,
    })
  })
})

describe('the token, asked on the terminal', () => {
  function terminal(): { around: Surroundings; type: (text: string) => void; shown: () => string; raw: boolean[] } {
    const raw: boolean[] = []
    const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => void raw.push(on) })
    let shown = ''
    const stderr = Object.assign(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          shown += String(chunk)
          done()
        },
      }),
      { isTTY: true },
    )
    const around = { stdin, stderr, stopped: new AbortController().signal } as unknown as Surroundings
    return { around, type: (text) => void stdin.write(text), shown: () => shown, raw }
  }

  test('is taken without its line end, is not shown, and the terminal is put back in order', async () => {
    const { around, type, shown, raw } = terminal()
    const asking = askForToken(around)
    type('secret-token\r')
    expect(await asking).toBe('secret-token')
    expect(shown()).toBe('Token (it is not shown): \n')
    expect(raw).toEqual([true, false])
  })

  test('Ctrl-C ends it without a token', async () => {
    const { around, type, raw } = terminal()
    const asking = askForToken(around)
    type('secr\u0003')
    await expect(asking).rejects.toBeInstanceOf(InterruptedError)
    expect(raw.at(-1)).toBe(false)
  })
})

describe('a file that is exported to', () => {
  async function* parts(fails: boolean): AsyncGenerator<string> {
    yield 'first\n'
    if (fails) throw new Error('the engine stopped')
    yield 'second\n'
  }

  test('is there whole, for its owner alone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'satchel-export-'))
    await writeFileWhole(join(folder, 'contacts.csv'), parts(false))
    expect(readFileSync(join(folder, 'contacts.csv'), 'utf8')).toBe('first\nsecond\n')
    expect(statSync(join(folder, 'contacts.csv')).mode & 0o077).toBe(0)
    expect(readdirSync(folder)).toEqual(['contacts.csv'])
  })

  test('is not there at all when something stopped on the way, and what stood there before stays', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'satchel-export-'))
    await writeFileWhole(join(folder, 'contacts.csv'), parts(false))
    await expect(writeFileWhole(join(folder, 'contacts.csv'), parts(true))).rejects.toThrow('the engine stopped')
    expect(readdirSync(folder)).toEqual(['contacts.csv'])
    expect(readFileSync(join(folder, 'contacts.csv'), 'utf8')).toBe('first\nsecond\n')
  })

  test('where it can’t be written that is a failure a person can act on', async () => {
    await expect(writeFileWhole(join(tmpdir(), 'no-such-folder', 'x.csv'), parts(false))).rejects.toBeInstanceOf(FailureError)
  })
})
