/** The sandbox over a real socket and on a real file: what only shows there. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { failureOf } from '../../../src/shared/failure'
import { type RunningSandbox, startSandbox, type StartSandboxOptions } from '../../../src/main/sandbox/server'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sandbox-test-'))
  cleanUps.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

async function start(options: StartSandboxOptions = {}): Promise<RunningSandbox> {
  const sandbox = await startSandbox({ records: 50, seed: 2, ...options })
  cleanUps.push(() => sandbox.close())
  return sandbox
}

/** Node's own client, since it tells how an answer broke off. */
function send(
  { url, token, connectionId }: RunningSandbox,
  method: string,
  path: string,
  body?: object,
): Promise<{ status: number; text: string } | { broken: string }> {
  return new Promise((resolve) => {
    const broken = (error: NodeJS.ErrnoException): void => resolve({ broken: error.code ?? error.message })
    const outgoing = request(
      `${url}${path.replace('@', connectionId)}`,
      { method, headers: { authorization: token, 'content-type': 'application/json' } },
      (incoming) => {
        let text = ''
        incoming.setEncoding('utf8').on('data', (part: string) => (text += part))
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }))
        incoming.on('error', broken)
      },
    )
    outgoing.on('error', broken)
    outgoing.end(body ? JSON.stringify(body) : undefined)
  })
}

describe('over a socket', () => {
  test('it listens on the loopback address alone', async () => {
    expect(new URL((await start()).url).hostname).toBe('127.0.0.1')
  })

  test('a reset breaks the connection, before or after the write was applied', async () => {
    const sandbox = await start({ faults: 'reset-before:1x:POST' })
    expect(await send(sandbox, 'POST', '/crm/@/lead', { name: 'One' })).toEqual({ broken: 'ECONNRESET' })
    expect(sandbox.controls.effects()).toEqual([])
    sandbox.controls.setFaults('reset-after:1x:POST')
    expect(await send(sandbox, 'POST', '/crm/@/lead', { name: 'Two' })).toEqual({ broken: 'ECONNRESET' })
    expect(sandbox.controls.effects().map(({ verb, changed }) => [verb, changed['name']?.after])).toEqual([['create', 'Two']])
  })

  test('a truncated answer breaks off in the middle, and the next one is whole', async () => {
    const sandbox = await start({ faults: 'truncated:1x' })
    expect(await send(sandbox, 'GET', '/crm/@/contact')).toEqual({ broken: 'ECONNRESET' })
    expect(await send(sandbox, 'GET', '/crm/@/contact?limit=1')).toMatchObject({ status: 200 })
  })

  test('a port in use is an error that names it', async () => {
    const port = Number(new URL((await start()).url).port)
    const error: unknown = await startSandbox({ port, records: 10 }).catch((reason: unknown) => reason)
    expect(failureOf(error)).toEqual({ kind: 'bad-input', where: '--port', expected: 'a port that is free', got: String(port) })
  })
})

describe('on a file', () => {
  test('what was edited is still there after a restart, and the connection is the same', async () => {
    const store = join(folder(), 'crm.db')
    const first = await startSandbox({ store, records: 50, seed: 2 })
    await send(first, 'PATCH', '/crm/@/contact/100001', { title: 'Kept' })
    await send(first, 'DELETE', '/crm/@/contact/100002')
    const { connectionId, token } = first
    await first.close()
    const again = await start({ store, records: null, seed: null })
    expect([again.connectionId, again.token]).toEqual([connectionId, token])
    expect(again.controls.find('contact', '100001')?.['title']).toBe('Kept')
    expect(again.controls.find('contact', '100002')).toBeNull()
  })

  test('a file with other data is refused and left as it is', async () => {
    const store = join(folder(), 'crm.db')
    await (await startSandbox({ store, records: 50, seed: 2 })).close()
    for (const other of [{ records: 60 }, { seed: 3 }]) {
      const error: unknown = await startSandbox({ store, records: 50, seed: 2, ...other }).catch((reason: unknown) => reason)
      expect(failureOf(error)).toMatchObject({ kind: 'bad-input', where: '--store' })
    }
    expect((await start({ store })).controls.count('contact')).toBeGreaterThan(0)
  })

  test('what a killed start left half-made is cleared up by the next one', async () => {
    const path = folder()
    // No system gives out a process id as high as this.
    writeFileSync(join(path, 'crm.db.99999999.part'), 'half')
    writeFileSync(join(path, 'notes.99999999.part'), 'not ours')
    await (await startSandbox({ store: join(path, 'crm.db'), records: 10, seed: 2 })).close()
    expect(readdirSync(path).toSorted()).toEqual(['crm.db', 'notes.99999999.part'])
  })

  test('data in memory leaves no file behind, and two runs do not see each other', async () => {
    const one = await start()
    const two = await start()
    await send(one, 'DELETE', '/crm/@/contact/100001')
    expect([one.controls.find('contact', '100001'), two.controls.find('contact', '100001') === null]).toEqual([null, false])
    expect(existsSync(':memory:')).toBe(false)
  })
})
