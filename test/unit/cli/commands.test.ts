/** Commands over an engine that answers as told: what they ask of it, what they print, and the code they end with. */
import { describe, expect, test } from 'vitest'
import { adviceFor, describeFailure, fail, type Failure } from '../../../src/shared/failure'
import { instant } from '../../../src/shared/model/ids'
import { defaultSettings } from '../../../src/shared/settings'
import { run } from './support/fake-surroundings'
import { acme, at, change, globex, status } from './support/samples'

const connected = { 'connections.list': () => [acme] }
const offline: Failure = { kind: 'unreachable', host: 'crm.example', detail: 'refused', retryAt: null }

describe('the command line itself', () => {
  test('without a command it shows its help and ends with 2', async () => {
    const { code, stdout, stderr } = await run([])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Not in this version:')
  })

  test('help was asked for: stdout, 0', async () => {
    const { code, stdout, stderr } = await run(['list', '--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('--where')
    expect(stdout).toContain('--workspace')
  })

  test.each([
    [['lits', 'contact']],
    [['list']],
    [['list', 'contact', 'deal']],
    [['list', 'contact', '--nope']],
    [['list', 'people']],
    [['list', 'contact', '--limit', '0']],
    [['edit', 'contact', '1']],
    [['edit', 'contact', '1', '--set', 'title=CEO']],
    [['edit', 'user', '1', '--set', 'name="x"']],
    [['resolve', '7']],
    [['resolve', '7', '--take', 'yours']],
    [['resolve', '7', '--take', 'mine', '--undo']],
    [['resolve', '7', '--field', 'title=mine', '--set', 'title="x"']],
    [['connect', '--url', 'http://x.example']],
    [['connect', '--url', 'http://x.example', '--connection-id', 'c', '--token-env', 'eyJ.token.with-dots']],
    [['export', 'contact', '--format', 'xlsx']],
    [['discard']],
    [['push', '--field', 'title']],
  ])('%j is wrong usage: 2, said on stderr, and with --json on stdout', async (args) => {
    const words = await run(args)
    expect(words).toMatchObject({ code: 2, stdout: '', opened: 0 })
    expect(words.stderr).not.toBe('')
    const json = await run([...args, '--json'])
    expect(json).toMatchObject({
      code: 2,
      lines: [
        {
          error: {
            code: 'wrong-usage',
            message: expect.stringMatching(/./),
            hint: expect.toSatisfy((hint: string | null) => hint === null || typeof hint === 'string'),
          },
        },
      ],
    })
  })

  test.each([
    ['bad-input', { kind: 'bad-input', where: '--sort', expected: 'one of name', got: '“x”' }, 2],
    ['not-found', { kind: 'not-found', what: 'contact', id: '1' }, 1],
    ['refused', { kind: 'refused', by: 'HubSpot', status: 400, words: 'no', field: null }, 1],
    ['unreachable', offline, 5],
    ['asked-to-wait', { kind: 'asked-to-wait', host: 'crm.example', until: at }, 5],
    ['not-authorized', { kind: 'not-authorized', connection: 'Acme', words: 'Unauthorized' }, 3],
    ['not-supported', { kind: 'not-supported', by: 'HubSpot', what: 'leads' }, 1],
    ['workspace-in-use', { kind: 'workspace-in-use', workspace: '/w', holder: 'the Satchel window' }, 6],
    ['read-only', { kind: 'read-only', workspace: 'w', detail: 'the volume is read-only' }, 6],
    ['mirror-unusable', { kind: 'mirror-unusable', file: 'mirror.db', detail: 'not a database', advice: 'satchel doctor' }, 6],
    ['storage', { kind: 'storage', file: 'mirror.db', detail: 'disk full' }, 1],
  ] satisfies [string, Failure, number][])('the failure %s has its own code, and words for people', async (code, failure, exitCode) => {
    const json = await run(['get', 'contact', '1', '--json'], { ...connected, 'records.get': () => fail(failure) })
    expect({ code: json.code, lines: json.lines, stderr: json.stderr }).toEqual({
      code: exitCode,
      lines: [{ error: { code, message: expect.any(String), hint: expect.toSatisfy((hint: string | null) => hint === null || hint.length > 0) } }],
      stderr: '',
    })
    const words = await run(['get', 'contact', '1'], { ...connected, 'records.get': () => fail(failure) })
    const sentences = [describeFailure(failure), adviceFor(failure)].filter((sentence) => sentence !== null)
    expect({ code: words.code, stdout: words.stdout, stderr: words.stderr }).toEqual({
      code: exitCode,
      stdout: '',
      stderr: `${sentences.join('\n')}\n`,
    })
  })

  test('a bug is no failure of the person: it ends with 1 and says whose fault it is', async () => {
    const { code, lines } = await run(['status', '--json'], {})
    expect({ code, lines }).toEqual({
      code: 1,
      lines: [
        { error: { code: 'bug', message: expect.stringContaining('nobody answers sync.status'), hint: expect.stringContaining('fault in Satchel') } },
      ],
    })
  })

  test('global options may stand before the command or after it', async () => {
    const engine = {
      'connections.list': () => [acme, globex],
      'records.documents': ({ connection }: { connection: string }) => ({ rows: [{ id: connection }], next: null }),
    }
    const before = await run(['--json', '--connection', 'Globex', 'list', 'contact'], engine)
    const after = await run(['list', 'contact', '--connection', 'Globex', '--json'], engine)
    expect([before.lines, after.lines]).toEqual([[{ id: 'unified-2' }], [{ id: 'unified-2' }]])
  })

  test('with several connections one has to be named, and the error names them', async () => {
    const { code, lines } = await run(['list', 'contact', '--json'], { 'connections.list': () => [acme, globex] })
    expect({ code, lines }).toMatchObject({ code: 2, lines: [{ error: { hint: expect.stringContaining('Acme, Globex') } }] })
  })

  test('an unknown connection is not there: 1', async () => {
    expect(await run(['status', '--connection', 'Nope', '--json'], connected)).toMatchObject({ code: 1, lines: [{ error: { code: 'not-found' } }] })
  })

  test('the engine is closed after a success, after a failure, and after Ctrl-C', async () => {
    expect(await run(['status', '--json'], { 'sync.status': () => status(), 'workspace.notices': () => [] })).toMatchObject({
      code: 0,
      opened: 1,
      closed: 1,
    })
    expect(await run(['status', '--json'], { 'sync.status': () => fail(offline) })).toMatchObject({ code: 5, opened: 1, closed: 1 })
    const stopped = new AbortController()
    const endless = new Promise<never>(() => undefined)
    const interrupted = run(['sync', '--json'], { 'sync.run': () => (stopped.abort(), endless) }, { stopped })
    expect(await interrupted).toMatchObject({ code: 130, stdout: '', opened: 1, closed: 1 })
  })

  test.each([['backup', 'f', '--restore'], ['api', '--port', '1'], ['mcp']])('%s %s is not in this version and does not pretend', async (...args) => {
    expect(await run([...args, '--json'])).toMatchObject({ code: 1, opened: 0, lines: [{ error: { code: 'not-in-this-version' } }] })
  })
})

describe('connect', () => {
  const engine = {
    'connections.connect': () => acme,
    'sync.status': () => status(),
  }
  const args = ['connect', '--url', 'http://127.0.0.1:4000', '--connection-id', 'c-1', '--json']

  test('with --token-env only the variable’s name is handed on', async () => {
    const { code, lines, asked } = await run([...args, '--token-env', 'CRM_TOKEN'], engine)
    expect(code).toBe(0)
    expect(lines).toEqual([
      { name: 'Acme', connector: 'unified', provider: 'hubspot', url: 'http://127.0.0.1:4000', connection_id: 'c-1', state: 'connected' },
    ])
    expect(asked[0]?.input).toMatchObject({ connector: 'unified', token: { env: 'CRM_TOKEN' } })
  })

  test('with --token-stdin the token is read from stdin, without the line’s end, and printed nowhere', async () => {
    const { code, asked, stdout, stderr } = await run([...args, '--token-stdin'], engine, { stdin: 'secret-token\n' })
    expect(code).toBe(0)
    expect(asked[0]?.input).toMatchObject({ token: { value: 'secret-token' } })
    expect(stdout + stderr).not.toContain('secret-token')
  })

  test('without a terminal nothing is asked', async () => {
    expect(await run(args, engine)).toMatchObject({ code: 2, opened: 0, lines: [{ error: { hint: expect.stringContaining('--token-env') } }] })
  })
})

describe('list', () => {
  const pages = (count: number) => ({
    ...connected,
    'records.documents': ({ after, limit }: { after: string | null; limit: number }) => {
      const start = after === null ? 0 : Number(after)
      const end = Math.min(count, start + limit)
      return { rows: Array.from({ length: end - start }, (_, index) => ({ id: String(start + index) })), next: end < count ? String(end) : null }
    },
  })

  test('prints all that match, one a line, however many pages that takes', async () => {
    const { code, lines, stderr, asked } = await run(['list', 'contact', '--json'], pages(2500))
    expect({ code, count: lines.length, last: lines.at(-1), stderr }).toEqual({ code: 0, count: 2500, last: { id: '2499' }, stderr: '' })
    expect(asked.filter(({ operation }) => operation === 'records.documents')).toHaveLength(3)
  })

  test('a limited list says on stderr where it goes on, and --after goes on there', async () => {
    const first = await run(['list', 'contact', '--json', '--limit', '1500'], pages(2500))
    expect({ count: first.lines.length, stderr: first.stderr }).toEqual({ count: 1500, stderr: 'next: 1500\n' })
    const second = await run(['list', 'contact', '--json', '--limit', '1500', '--after', '1500'], pages(2500))
    expect({ first: second.lines[0], count: second.lines.length, stderr: second.stderr }).toEqual({ first: { id: '1500' }, count: 1000, stderr: '' })
  })

  test('hands conditions, words and order on', async () => {
    const { asked } = await run(
      ['list', 'deal', '--where', 'amount=5', 'name=A', '--where', 'currency=EUR', '--search', 'renewal', '--sort', 'amount:desc', '--json'],
      pages(1),
    )
    expect(asked.at(-1)?.input).toMatchObject({
      object: 'deal',
      where: [
        { field: 'amount', value: 5 },
        { field: 'name', value: 'A' },
        { field: 'currency', value: 'EUR' },
      ],
      search: 'renewal',
      sort: [{ field: 'amount', descending: true }],
    })
  })

  test('edit-many edits what matches in one batch, asks before it would edit everything, and changes nothing on a dry run', async () => {
    const many = {
      ...connected,
      'records.ids': () => ({ rows: ['r_1', 'r_2', 'r_3'] as never, next: null }),
      'records.editMany': () => ({ changed: 2, changes: [] }),
      'records.previewEdit': () => ({ changed: 2, already: 1, gone: 0, samples: [] }),
    }
    const edit = ['edit-many', 'contact', '--set', 'title="CEO"', '--json']
    expect((await run(edit, many)).code).toBe(2)
    expect((await run(['edit-many', 'contact', '--where', 'title=CTO', '--json'], many)).code).toBe(2)
    const done = await run([...edit, '--where', 'title=CTO', '--batch', 'Chiefs'], many)
    expect(JSON.parse(done.stdout)).toEqual({ matched: 3, changed: 2, already: 1, batch: 'Chiefs' })
    expect(done.asked.at(-1)).toMatchObject({
      input: { ids: ['r_1', 'r_2', 'r_3'], edits: [{ path: 'title', action: 'set', value: 'CEO' }], batch: 'Chiefs' },
    })
    const dry = await run([...edit, '--all', '--dry-run'], many)
    expect(dry.asked.map((each) => JSON.stringify(each)).filter((each) => each.includes('editMany'))).toEqual([])
    expect(JSON.parse(dry.stdout)).toEqual({ matched: 3, changed: 2, already: 1, batch: null })
  })

  test('totals adds the parts of a long count up', async () => {
    const part = (count: number, next: number | null) => ({ groups: [{ key: 'new', label: 'New', count, figures: [] }], next })
    const { stdout } = await run(['totals', 'deal', '--by', 'stages', '--json'], {
      ...connected,
      'records.totals': ({ after }) => (after === null ? part(2, 25_000) : part(3, null)),
    })
    expect(JSON.parse(stdout)).toEqual({ key: 'new', label: 'New', count: 5, figures: [] })
  })

  test('people get a table, and a hostile name does not reach their terminal', async () => {
    const row = { id: 'r_1', remoteId: null, name: '\u001B]0;owned\u0007Ada\nLovelace', values: { title: 'CEO' }, mark: 'waiting', unpushed: [] }
    const { stdout } = await run(['list', 'contact'], { ...connected, 'records.list': () => ({ rows: [row as never], next: null }) })
    expect(stdout).toBe('ID   NAME          TITLE  CHANGE\nr_1  Ada Lovelace  CEO    waiting\n')
  })
})

describe('get and history', () => {
  const view = {
    id: 'new_1',
    remoteId: null,
    connection: acme.id,
    object: 'contact',
    name: 'Ada',
    document: { name: 'Ada', custom_unknown: { a: [] }, company_ids: [] },
    base: null,
    raw: null,
    changes: [],
    names: {},
    quarantined: null,
    seenAt: null,
  }

  test('a record not yet pushed has our id; unknown fields and empty arrays stay as they are', async () => {
    const { lines } = await run(['get', 'contact', 'new_1', '--json'], { ...connected, 'records.get': () => view as never })
    expect(lines).toEqual([{ id: 'new_1', name: 'Ada', custom_unknown: { a: [] }, company_ids: [] }])
  })

  test('--raw adds the provider’s payload', async () => {
    const { lines } = await run(['get', 'contact', '501', '--raw', '--json'], {
      ...connected,
      'records.get': () => ({ ...view, remoteId: '501', raw: { Id: 5 } }) as never,
    })
    expect(lines).toEqual([{ id: '501', name: 'Ada', custom_unknown: { a: [] }, company_ids: [], raw: { Id: 5 } }])
  })

  test('history is one entry a line, with times in ISO', async () => {
    const { lines } = await run(['history', 'contact', '501', '--json'], {
      ...connected,
      'records.history': () => [{ id: 4, at, origin: 'push', path: 'title', old: null, new: 'CEO' }],
    })
    expect(lines).toEqual([{ id: 4, at: '2026-11-24T09:00:00.000Z', origin: 'push', path: 'title', old: null, new: 'CEO' }])
  })

  test('history --restore brings the old value of a line back, and prints the change it made', async () => {
    const { lines, asked } = await run(['history', 'contact', '501', '--restore', '4', '--json'], {
      ...connected,
      'records.restoreValue': () => change(),
    })
    expect(asked.at(-1)?.input).toEqual({ connection: acme.id, object: 'contact', id: '501', entry: 4 })
    expect(lines).toMatchObject([{ id: '7', kind: 'update' }])
  })
})

describe('edits', () => {
  test('edit prints the change it made', async () => {
    const { code, lines, asked } = await run(
      ['edit', 'contact', '501', '--set', 'title="CEO"', '--unset', 'department', '--batch', 'spring', '--json'],
      {
        ...connected,
        'records.edit': () => change(),
      },
    )
    expect({ code, lines }).toEqual({
      code: 0,
      lines: [
        { id: '7', object: 'contact', record_id: '501', kind: 'update', state: 'waiting', fields: [{ path: 'title', old: 'CTO', new: 'CEO' }] },
      ],
    })
    expect(asked.at(-1)?.input).toEqual({
      connection: acme.id,
      object: 'contact',
      id: '501',
      set: [{ path: 'title', value: 'CEO' }],
      unset: ['department'],
      batch: 'spring',
    })
  })

  test('an edit that changes nothing makes no change', async () => {
    expect(await run(['edit', 'contact', '501', '--set', 'title="CTO"', '--json'], { ...connected, 'records.edit': () => null })).toMatchObject({
      code: 0,
      lines: [null],
    })
  })

  test('create reads its data from stdin where it is told to', async () => {
    const { asked } = await run(
      ['create', 'contact', '--data', '-', '--json'],
      { ...connected, 'records.create': () => change({ kind: 'create', remoteId: null }) },
      { stdin: '{"name":"Ada"}' },
    )
    expect(asked.at(-1)?.input).toMatchObject({ object: 'contact', data: { name: 'Ada' }, batch: null, complete: true })
    const without = await run(['create', 'contact', '--data', '{"name":"Ada"}', '--incomplete', '--json'], {
      ...connected,
      'records.create': () => change({ kind: 'create', remoteId: null }),
    })
    expect(without.asked.at(-1)?.input).toMatchObject({ complete: false })
  })
})

describe('changes', () => {
  const conflicting = change({
    id: '8' as never,
    state: 'conflict',
    fields: [{ path: 'title', old: 'CTO', new: 'CEO', conflict: { base: 'CTO', mine: 'CEO', theirs: 'COO', decided: null } }],
  })
  const refused = change({ id: '9' as never, state: 'rejected', error: { code: '400', message: 'title: too long', field: 'title' } })
  const engine = { 'changes.list': () => [change(), conflicting, refused] }

  test('one a line: what the CRM refused in its words, both sides of a conflict', async () => {
    const { lines } = await run(['changes', '--json'], engine)
    expect(lines).toEqual([
      {
        id: '7',
        object: 'contact',
        record_id: '501',
        kind: 'update',
        state: 'waiting',
        fields: [{ path: 'title', old: 'CTO', new: 'CEO' }],
        error: null,
      },
      {
        id: '8',
        object: 'contact',
        record_id: '501',
        kind: 'update',
        state: 'conflict',
        error: null,
        fields: [{ path: 'title', old: 'CTO', new: 'CEO', base: 'CTO', mine: 'CEO', theirs: 'COO' }],
      },
      {
        id: '9',
        object: 'contact',
        record_id: '501',
        kind: 'update',
        state: 'rejected',
        fields: [{ path: 'title', old: 'CTO', new: 'CEO' }],
        error: { code: '400', message: 'title: too long' },
      },
    ])
  })

  test('conflicts are the lines whose state is conflict', async () => {
    expect((await run(['conflicts', '--json'], engine)).lines).toMatchObject([{ id: '8' }])
  })

  test('a name that stands for nothing stops the whole command', async () => {
    const { code, lines, asked } = await run(['discard', '7', '99', '--json'], { 'changes.list': () => [change()], 'changes.discard': () => [] })
    expect({ code, lines }).toMatchObject({ code: 1, lines: [{ error: { code: 'not-found', message: expect.stringContaining('99') } }] })
    expect(asked.map(({ operation }) => operation)).toEqual(['changes.list'])
  })

  test('a batch stands for its changes', async () => {
    const held = [change({ batch: 'spring' }), change({ id: '8' as never, batch: 'spring' })]
    const { asked } = await run(['hold', 'spring', '--json'], { 'changes.list': () => held, 'changes.hold': () => held })
    expect(asked.at(-1)).toEqual({ operation: 'changes.hold', input: { ids: ['7', '8'], fields: null } })
  })

  test('of a batch, what can’t be held is left as it is, and said', async () => {
    const held = [change({ batch: 'spring' }), change({ id: '8' as never, batch: 'spring', state: 'conflict' })]
    const { asked, stderr } = await run(['hold', 'spring'], { 'changes.list': () => held, 'changes.hold': () => [change()] })
    expect(asked.at(-1)?.input).toEqual({ ids: ['7'], fields: null })
    expect(stderr).toContain('Left as they are: change 8 (conflict).')
  })

  test('--field means only those fields of it', async () => {
    const { asked } = await run(['hold', '7', '--field', 'title', '--json'], { 'changes.list': () => [change()], 'changes.hold': () => [change()] })
    expect(asked.at(-1)?.input).toEqual({ ids: ['7'], fields: ['title'] })
  })

  test('resolve hands each decision on', async () => {
    const { asked } = await run(['resolve', '8', '--take', 'mine', '--field', 'title=theirs', '--set', 'department="Sales"', '--json'], {
      'changes.list': () => [conflicting],
      'changes.resolve': () => [],
    })
    expect(asked.at(-1)?.input).toEqual({
      id: '8',
      take: 'mine',
      fields: [
        { path: 'title', decision: { take: 'theirs' } },
        { path: 'department', decision: { take: 'value', value: 'Sales' } },
      ],
    })
  })

  test('resolve --same decides all others like it, in the fields that were named', async () => {
    const { asked, lines } = await run(['resolve', '8', '--field', 'title=theirs', '--same', '--json'], {
      'changes.list': () => [conflicting],
      'changes.resolve': () => [conflicting],
      'changes.resolveAlike': () => [change({ id: '9' as never }), conflicting],
    })
    expect(asked.at(-1)).toEqual({ operation: 'changes.resolveAlike', input: { id: '8', paths: ['title'] } })
    expect(lines).toMatchObject([{ id: '8' }, { id: '9' }])
  })

  test('resolve --undo takes the decision back, of a closed change too', async () => {
    const conceded = { ...conflicting, state: 'discarded' as const, decided: true }
    const { asked } = await run(['resolve', '8', '--undo', '--json'], { 'changes.list': () => [conceded], 'changes.reopen': () => [conflicting] })
    expect(asked).toMatchObject([{ input: { ids: ['8'], closed: true } }, { operation: 'changes.reopen', input: { ids: ['8'] } }])
  })

  test('conflicts --like asks for the others like it', async () => {
    const { asked, lines } = await run(['conflicts', '--like', '8', '--json'], { 'changes.alike': () => [conflicting] })
    expect(asked.at(-1)?.input).toEqual({ id: '8' })
    expect(lines).toMatchObject([{ id: '8' }])
  })

  test('diff shows old beside new, mine beside theirs', async () => {
    const { stdout } = await run(['diff', '8'], { 'changes.list': () => [conflicting] })
    expect(stdout).toBe(
      'Change 8: update contact 501 “Ada Lovelace”, conflict since 2026-11-24T09:00:00.000Z\n  title\n    was     CTO\n    mine    CEO\n    theirs  COO\n',
    )
  })
})

describe('settings', () => {
  const settings = { ...defaultSettings, interface: { secretive: true } }
  const engine = { ...connected, 'settings.get': () => settings, 'settings.set': () => settings }

  test('are shown by name, without what an interface remembers', async () => {
    const { stdout } = await run(['settings'], engine)
    expect(stdout).toBe(
      'appearance.theme=system\nappearance.density=compact\nappearance.textSize=normal\nappearance.letterKeys=true\nsync.intervalSeconds=60\npush.mode=review\n' +
        'notifications.conflict=false\nnotifications.rejected=false\nnotifications.signIn=false\nnotifications.pushed=false\n',
    )
  })

  test('are set by name; the mode of pushing for one connection, too, and taken back', async () => {
    const input = async (...args: string[]) => (await run(['settings', ...args], engine)).asked.at(-1)?.input
    expect(await input('push.mode=automatic', 'sync.intervalSeconds=120')).toEqual({ push: { mode: 'automatic' }, sync: { intervalSeconds: 120 } })
    expect(await input('appearance.letterKeys=false')).toEqual({ appearance: { letterKeys: false } })
    expect(await input('push.mode=automatic', '--connection', acme.name)).toEqual({ push: { connections: { [acme.id]: 'automatic' } } })
    expect(await input('push.mode=', '--connection', acme.name)).toEqual({ push: { connections: { [acme.id]: null } } })
    expect(await input('sync.intervalSeconds=30', 'appearance.colour=green', '--connection', acme.name)).toEqual({
      sync: { connections: { [acme.id]: 30 } },
      appearance: { colours: { [acme.id]: 'green' } },
    })
  })

  test.each([['push.mood=automatic'], ['push'], ['appearance.colour=green'], ['interface.secretive=false']])('%s is wrong usage', async (given) => {
    expect(await run(['settings', given], engine)).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('push', () => {
  const push = (part: object) =>
    run(['push', '--json'], { 'changes.push': () => ({ pushed: 2, rejected: 0, conflicts: 0, waiting: 0, error: null, ...part }) })

  test('the code says how it ended', async () => {
    expect(await push({})).toMatchObject({ code: 0, lines: [{ pushed: 2, rejected: 0, conflicts: 0, waiting: 0 }] })
    expect(await push({ conflicts: 1 })).toMatchObject({ code: 4 })
    expect(await push({ rejected: 1 })).toMatchObject({ code: 4 })
    expect(await push({ waiting: 3, error: offline })).toMatchObject({ code: 5, lines: [{ pushed: 2, waiting: 3, error: { code: 'unreachable' } }] })
    expect(await push({ error: { kind: 'not-authorized', connection: 'Acme', words: 'no' } })).toMatchObject({ code: 3 })
  })

  test('without names all that wait go; with names only those', async () => {
    const engine = { 'changes.list': () => [change()], 'changes.push': () => ({ pushed: 1, rejected: 0, conflicts: 0, waiting: 0, error: null }) }
    expect((await run(['push'], engine)).asked.at(-1)?.input).toEqual({ connection: null, ids: null, fields: null })
    expect((await run(['push', '7'], engine)).asked.at(-1)?.input).toEqual({ connection: null, ids: ['7'], fields: null })
  })

  test('--stop ends what is under way in the app, and goes alone', async () => {
    const engine = { 'changes.stopPush': () => null }
    expect(await run(['push', '--stop', '--json'], engine)).toMatchObject({
      code: 0,
      lines: [{ stopped: true }],
      asked: [{ input: { connection: null } }],
    })
    expect(await run(['push', '7', '--stop'], engine)).toMatchObject({ code: 2, stdout: '' })
  })
})

describe('sync, status, verify, doctor', () => {
  const report = (part: object = {}) => ({
    connections: [
      {
        connection: acme.id,
        name: 'Acme',
        objects: { contact: { fetched: 5, created: 3, updated: 1, deleted: 1, quarantined: 0 } },
        newConflicts: 0,
        error: null,
        ...part,
      },
    ],
  })

  test.each(['sync', 'reconcile'])('%s prints counts by connection and type, and ends with what it found', async (command) => {
    const operation = command === 'sync' ? 'sync.run' : 'sync.reconcile'
    const answering = (part: object) => run([command, '--json'], { [operation]: () => report(part) })
    expect(await answering({})).toMatchObject({ code: 0 })
    expect((await answering({})).lines).toEqual([
      { connections: [{ name: 'Acme', objects: { contact: { fetched: 5, created: 3, updated: 1, deleted: 1, quarantined: 0 } }, error: null }] },
    ])
    expect(await answering({ newConflicts: 2 })).toMatchObject({ code: 4 })
    expect(await answering({ newConflicts: 2, error: offline })).toMatchObject({
      code: 5,
      lines: [{ connections: [{ error: { code: 'unreachable' } }] }],
    })
  })

  test('sync hands its options on', async () => {
    const { asked } = await run(['sync', '--objects', 'deal,contact', '--full', '--reconcile'], { 'sync.run': () => report() })
    expect(asked.at(-1)?.input).toEqual({ connection: null, objects: ['deal', 'contact'], full: true, reconcile: true })
  })

  test('watch prints a report each round until it is stopped, goes on after trouble, and ends with 0', async () => {
    const stopped = new AbortController()
    let round = 0
    const { code, lines } = await run(
      ['watch', '--interval', '1s', '--json'],
      { 'sync.run': () => report(round === 0 ? { error: offline } : {}) },
      {
        stopped,
        surroundings: {
          pause: async () => {
            round += 1
            if (round === 3) stopped.abort()
          },
        },
      },
    )
    expect({ code, errors: lines.map((line) => (line as { connections: { error: unknown }[] }).connections[0]?.error === null) }).toEqual({
      code: 0,
      errors: [false, true, true],
    })
  })

  test('watch ends when nobody lets us in any more', async () => {
    expect(
      await run(['watch', '--json'], { 'sync.run': () => report({ error: { kind: 'not-authorized', connection: 'Acme', words: 'no' } }) }),
    ).toMatchObject({ code: 3 })
  })

  test('status has the promised shape', async () => {
    const { lines } = await run(['status', '--json'], {
      'workspace.notices': () => [{ kind: 'disk-full', at, file: 'mirror.db' }],
      'sync.status': () =>
        status({
          objects: {
            contact: {
              records: 3,
              quarantined: 1,
              checkpoint: at,
              pull: { kind: 'waiting', until: instant(at + 1000), because: offline },
              lastSyncAt: null,
              lastError: offline,
              sweep: { at, missed: 2, doubted: false },
            },
          },
        }),
    })
    expect(lines).toEqual([
      {
        notices: [{ kind: 'disk-full', at: '2026-11-24T09:00:00.000Z', message: expect.stringContaining('pulls wait') }],
        connections: [
          {
            name: 'Acme',
            provider: 'hubspot',
            state: 'connected',
            held_back_by: [],
            objects: {
              contact: {
                records: 3,
                checkpoint: '2026-11-24T09:00:00.000Z',
                state: 'waiting',
                last_sync_at: null,
                last_error: { code: 'unreachable', message: expect.any(String), hint: expect.any(String) },
                quarantined: 1,
                last_sweep_at: '2026-11-24T09:00:00.000Z',
                missed: 2,
              },
            },
            push_mode: 'review',
            changes: { waiting: 1, held: 0, pushing: 0, rejected: 0, conflict: 2 },
          },
        ],
      },
    ])
  })

  test('log prints a line for each event, and an error with its words', async () => {
    const failure = { kind: 'not-authorized', connection: 'Sandbox', words: 'expired' } as const
    const base = { id: 1, at, connection: acme.id, object: 'deal' } as const
    const lines = [
      { ...base, event: { kind: 'pulled', created: 1, updated: 2, deleted: 0 } },
      { ...base, event: { kind: 'failed', during: 'pull', failure } },
    ] as const
    const asked = await run(['log', '--json', '--only', 'errors'], { ...connected, 'sync.log': () => lines })
    expect(asked.lines).toMatchObject([
      { object: 'deal', kind: 'pulled', created: 1, updated: 2, deleted: 0 },
      { object: 'deal', kind: 'failed', during: 'pull', error: { code: 'not-authorized' } },
    ])
  })

  test('status --capabilities says what each CRM does, with what showed it, and what is unknown', async () => {
    const handlers = {
      ...connected,
      'connections.support': () => ({
        at: 1_700_000_000_000,
        objects: [
          {
            object: 'contact' as const,
            methods: { list: true, create: false },
            reads: null,
            writes: { name: 'no' as const },
            listOptions: {},
            slow: [],
            told: { created: ['virtual'] as const },
          },
        ],
      }),
      'connections.capabilities': () => [
        {
          object: 'contact' as const,
          capabilities: [
            { name: 'updated-gte' as const, value: false, evidence: 'asked from today: one of last year came', at },
            { name: 'stamp-precision' as const, value: 1000, evidence: 'ten different stamps', at },
            { name: 'offset-cap' as const, value: false, evidence: 'asked from offset 990: 10 came', at },
            { name: 'patch' as const, value: null, evidence: 'never asked', at: null },
          ],
        },
      ],
    }
    const words = await run(['status', '--capabilities'], handlers)
    expect(words.code).toBe(0)
    for (const said of [/filters by updated_gte +no +asked from today/, /stamp precision +1000 ms/, /behind offset +none seen/, /PATCH\) +unknown/])
      expect(words.stdout).toMatch(said)
    const { lines } = await run(['status', '--capabilities', '--json'], handlers)
    expect(lines).toMatchObject([
      {
        connections: [
          {
            name: 'Acme',
            capabilities: [
              { object: 'contact', capability: 'updated-gte', value: false, at: '2026-11-24T09:00:00.000Z' },
              { capability: 'stamp-precision', value: 1000 },
              { capability: 'offset-cap', value: false },
              { capability: 'patch', value: null, evidence: 'never asked', at: null },
            ],
          },
        ],
      },
    ])
  })

  test('verify reports and is done with 0, differences or not', async () => {
    const differences = [{ object: 'contact' as const, id: '501', path: 'title', mirror: 'CEO', remote: null }]
    expect(await run(['verify', '--json'], { 'sync.verify': () => ({ equal: false, differences }) })).toMatchObject({
      code: 0,
      lines: [{ equal: false, differences }],
    })
  })

  test('doctor tells of a mirror that can’t be opened as of any other finding', async () => {
    const unopenable: Failure = { kind: 'mirror-unusable', file: 'mirror.db', detail: 'not a database', advice: 'Restore a backup.' }
    expect(await run(['doctor', '--json'], {}, { unopenable })).toMatchObject({
      code: 6,
      lines: [{ ok: false, checks: [{ name: 'mirror', ok: false, detail: expect.stringContaining('not a database'), advice: 'Restore a backup.' }] }],
    })
  })
})

describe('export', () => {
  const rows = [
    { id: '1', name: '=1+1' },
    { id: '2', name: 'Bo' },
  ]
  const engine = { ...connected, 'records.documents': () => ({ rows, next: null }) }

  test('json is one array, ndjson a record a line, csv a table with a guard', async () => {
    expect(JSON.parse((await run(['export', 'contact', '--format', 'json'], engine)).stdout)).toEqual(rows)
    expect((await run(['export', 'contact', '--format', 'ndjson'], engine)).lines).toEqual(rows)
    const csv = (await run(['export', 'contact', '--format', 'csv'], engine)).stdout.split('\r\n')
    expect(csv[0]).toMatch(/^id,name,/)
    expect(csv[1]).toMatch(/^1,'=1\+1,/)
    expect((await run(['export', 'contact', '--format', 'csv', '--raw'], engine)).stdout).toContain('1,=1+1,')
    expect(
      JSON.parse(
        (await run(['export', 'contact', '--format', 'json'], { ...connected, 'records.documents': () => ({ rows: [], next: null }) })).stdout,
      ),
    ).toEqual([])
  })
})

describe('convert', () => {
  const proposal = {
    name: 'Amara Osei',
    contact: { data: {}, existing: { id: 'r_contact', name: 'A. Osei', by: 'email' } },
    company: { data: {}, existing: null },
    deal: { data: {} },
    status: null,
  }
  const done = { batch: 'Convert Amara Osei', changes: ['1', '2'], contact: 'r_contact', company: 'new_company', deal: null }
  const asked = async (args: readonly string[]) => {
    const inputs: unknown[] = []
    const ran = await run(['convert', 'L1', ...args, '--json'], {
      ...connected,
      'leads.propose': () => proposal as never,
      'leads.convert': (input: unknown) => {
        inputs.push(input)
        return done as never
      },
    })
    return { ...ran, input: inputs[0] }
  }

  test('takes what is here already, makes the rest, and prints the batch', async () => {
    const { code, input, lines } = await asked(['--deal', '{"amount": 5}'])
    expect(code).toBe(0)
    expect(input).toMatchObject({
      id: 'L1',
      contact: { use: 'existing', id: 'r_contact' },
      company: { use: 'new' },
      deal: { use: 'new', data: { amount: 5 } },
    })
    expect(lines).toEqual([done])
  })

  test('makes new ones with --new, takes those that are named, and no deal with --no-deal', async () => {
    expect((await asked(['--new', '--no-deal'])).input).toMatchObject({ contact: { use: 'new' }, deal: { use: 'none' } })
    expect((await asked(['--contact', 'c7', '--company', 'k8'])).input).toMatchObject({
      contact: { use: 'existing', id: 'c7' },
      company: { use: 'existing', id: 'k8' },
    })
    expect((await asked(['--new', '--contact', 'c7'])).code).toBe(2)
  })
})

describe('report', () => {
  const stage = { id: 's1', name: 'Offer', probability: 60, kind: 'open' }
  const sums = [
    { currency: 'EUR', count: 2, amount: 1500, weighted: 900 },
    { currency: 'USD', count: 1, amount: 7, weighted: 7 },
  ]
  const document = { pipelines: [], pipeline: null, stages: [{ stage, count: 3, sums }], hasProbability: true }
  const asked: unknown[] = []
  const answers = {
    ...connected,
    'reports.pipeline': (input: unknown) => {
      asked.push(input)
      return document as never
    },
  }

  test('prints each currency for itself, and with --json the report as the contract has it', async () => {
    const words = await run(['report', 'pipeline', '--owner', 'u1'], answers)
    expect(words.code).toBe(0)
    expect(words.stdout).toMatch(/Offer\s+3\s+EUR 1500 · USD 7\s+EUR 900 · USD 7/)
    expect(asked[0]).toMatchObject({ owner: 'u1', pipeline: null })
    expect((await run(['report', 'pipeline', '--json'], answers)).lines).toEqual([document])
  })

  test('of a report that there is not, it names those that there are: 2', async () => {
    const { code, stderr } = await run(['report', 'weather'], answers)
    expect(code).toBe(2)
    expect(stderr).toContain('forecast')
  })
})
