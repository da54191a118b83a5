/** What `connect` and `disconnect` ask of the engine, and how they say what went wrong. */
import { describe, expect, test } from 'vitest'
import { FailureError } from '../../../src/shared/failure'
import type { FakeEngine } from './support/fake-surroundings'
import { run } from './support/fake-surroundings'
import { acme, status } from './support/samples'

const address = 'https://gateway.example/consent/1'
const connected: FakeEngine = {
  'connections.list': () => [acme],
  'sync.status': () => status(),
  'signIn.start': () => ({ id: 't', address, opened: false, waitMs: 300_000 }),
  'signIn.wait': () => ({ kind: 'connected', connection: acme }),
}

describe('connect --provider', () => {
  test('prints where to sign in on stderr, waits, and prints the connection alone on stdout', async () => {
    const { code, lines, stderr, asked } = await run(
      ['connect', '--provider', 'hubspot', '--region', 'eu', '--token-env', 'TOKEN', '--objects', 'deal', '--json'],
      connected,
    )
    expect([code, lines.length]).toEqual([0, 1])
    expect(stderr).toContain(address)
    expect(asked.find(({ operation }) => operation === 'signIn.start')?.input).toEqual({
      provider: 'hubspot',
      url: 'https://api-eu.unified.to',
      workspaceId: null,
      token: { env: 'TOKEN' },
      again: null,
      objects: ['deal'],
      name: null,
      port: null,
    })
  })

  test('asks for no token where a connection has one', async () => {
    const { asked } = await run(['connect', '--again', 'Acme'], connected)
    expect(asked.find(({ operation }) => operation === 'signIn.start')?.input).toMatchObject({ provider: 'hubspot', again: acme.id, token: null })
  })

  test('another account is a failure in words, unless the two are to be kept apart', async () => {
    const other: FakeEngine = {
      ...connected,
      'signIn.wait': () => ({ kind: 'other-account', account: 'b@x.example', expected: 'a@x.example' }),
      'signIn.keepApart': () => acme,
      'signIn.cancel': () => ({ left: null }),
    }
    expect(await run(['connect', '--again', 'Acme', '--json'], other)).toMatchObject({
      code: 3,
      lines: [{ error: { code: 'sign-in', message: expect.stringContaining('b@x.example'), hint: expect.stringContaining('copy') } }],
    })
    expect(await run(['connect', '--again', 'Acme', '--keep-apart', '--json'], other)).toMatchObject({ code: 0 })
  })

  test('a port that is taken is wrong usage', async () => {
    const taken = (): never => {
      throw new FailureError({ kind: 'sign-in', provider: 'HubSpot', why: 'port-taken', words: 'port 4000 is taken by another program' })
    }
    const { code, stderr } = await run(['connect', '--again', 'Acme', '--port', '4000'], { ...connected, 'signIn.start': taken })
    expect(code).toBe(2)
    expect(stderr).toContain('Choose another port')
  })

  test('Ctrl-C gives the sign-in up', async () => {
    const stopped = new AbortController()
    const cancelled = Promise.withResolvers<void>()
    const waiting: FakeEngine = {
      ...connected,
      'signIn.wait': async () => {
        stopped.abort()
        return new Promise(() => undefined)
      },
      'signIn.cancel': () => {
        cancelled.resolve()
        return { left: null }
      },
    }
    expect(await run(['connect', '--again', 'Acme'], waiting, { stopped })).toMatchObject({ code: 130 })
    await cancelled.promise
  })

  test.each([[['connect']], [['connect', '--region', 'us', '--url', 'http://x.example', '--provider', 'x']], [['connect', '--connection-id', 'c']]])(
    '%j is wrong usage',
    async (args) => expect(await run(args, connected)).toMatchObject({ code: 2, opened: 0 }),
  )
})

describe('disconnect', () => {
  const engine: FakeEngine = {
    ...connected,
    'connections.disconnect': ({ copy, push }) => ({
      removedRecords: copy === 'keep' ? 0 : 7,
      pushed: push ? 2 : 0,
      webhooks: { removed: 1, left: 2, elsewhere: 0, failure: { kind: 'unreachable', host: 'crm.example', detail: 'refused', retryAt: null } },
    }),
  }
  const asking = async (...args: string[]) => {
    const { asked, ...ran } = await run(['disconnect', 'Acme', ...args, '--json'], engine)
    return { ...ran, input: asked.find(({ operation }) => operation === 'connections.disconnect')?.input }
  }

  test('wipes unless told to keep, and drops or pushes only when told to', async () => {
    expect((await asking()).input).toMatchObject({ copy: 'wipe', push: false, withChanges: false })
    expect((await asking('--keep', '--changes', 'push')).input).toMatchObject({ copy: 'keep', push: true, withChanges: false })
    expect((await asking('--changes', 'drop')).input).toMatchObject({ copy: 'wipe', withChanges: true })
    expect((await asking('--discard-changes')).input).toMatchObject({ withChanges: true })
  })

  test('says what it did, in one document', async () => {
    expect((await asking('--changes', 'push')).lines).toEqual([
      {
        name: 'Acme',
        kept: false,
        removed_records: 7,
        pushed: 2,
        exported: 0,
        webhooks: { removed: 1, left: 2, elsewhere: 0, why: expect.stringContaining('crm.example') },
      },
    ])
  })

  test.each([[['--keep', '--wipe']], [['--changes', 'export']], [['--changes', 'burn']]])('%j is wrong usage', async (args) =>
    expect(await asking(...args)).toMatchObject({ code: 2, input: undefined }),
  )
})
