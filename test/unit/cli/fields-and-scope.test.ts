/** `fields`, `scope` and the scope of `connect`: what they ask of the engine, what they print, and the code they end with. */
import { describe, expect, test } from 'vitest'
import { fail } from '../../../src/shared/failure'
import { readCustomField } from '../../../src/shared/model/custom-field'
import { wholeScope } from '../../../src/shared/model/scope'
import { run } from './support/fake-surroundings'
import { acme } from './support/samples'

const tier = {
  id: 'm1',
  name: 'Tier',
  slug: 'tier',
  object_type: 'crm_contact',
  format: 'SINGLE_SELECT',
  options: ['Gold', 'Silver'],
  is_required: true,
}
const field = readCustomField('contact', tier) ?? fail({ kind: 'not-found', what: 'field', id: 'tier' })
const engine = {
  'connections.list': () => [acme],
  'fields.refresh': () => ({ supported: true, asked: true }),
  'fields.list': () => [field],
  'fields.add': () => field,
  'fields.edit': () => field,
  'fields.remove': () => null,
}

describe('fields', () => {
  test('are read anew and printed as on the wire, or as a table', async () => {
    const { code, lines, asked } = await run(['fields', 'contact', '--json'], engine)
    expect({ code, lines }).toEqual({ code: 0, lines: [tier] })
    expect(asked.map(({ operation }) => operation)).toEqual(['connections.list', 'fields.refresh', 'fields.list'])
    expect((await run(['fields', 'contact'], engine)).stdout).toMatch(/tier\s+Tier\s+SINGLE_SELECT\s+yes\s+Gold, Silver/)
  })

  test('out of reach, the last ones are printed and it is said', async () => {
    const offline = { ...engine, 'fields.refresh': () => fail({ kind: 'unreachable', host: 'crm.example', detail: 'refused', retryAt: null }) }
    expect(await run(['fields', 'contact', '--json'], offline)).toMatchObject({
      code: 0,
      lines: [tier],
      stderr: expect.stringContaining('last read'),
    })
  })

  test('are defined, changed and removed', async () => {
    const last = async (...args: string[]) => (await run(['fields', 'contact', ...args, '--json'], engine)).asked.at(-1)
    const target = { connection: acme.id, object: 'contact' }
    expect(await last('--add', '{"name": "Tier"}')).toEqual({ operation: 'fields.add', input: { ...target, definition: { name: 'Tier' } } })
    expect(await last('--edit', 'tier', '{"name": "Level"}')).toEqual({
      operation: 'fields.edit',
      input: { ...target, slug: 'tier', definition: { name: 'Level' } },
    })
    expect(await last('--remove', 'tier')).toEqual({ operation: 'fields.remove', input: { ...target, slug: 'tier' } })
  })

  test.each([[['event']], [['contact', '--add', '[]']], [['contact', '--edit', 'tier']], [['contact', '--add', '{}', '--remove', 'tier']]])(
    '%j is wrong usage',
    async (args) => {
      expect(await run(['fields', ...args], engine)).toMatchObject({ code: 2, stdout: '' })
    },
  )
})

describe('scope', () => {
  const before = { ...wholeScope, fields: { deal: ['amount'] } }
  const scoped = {
    'connections.list': () => [acme],
    'connections.scope': () => before,
    'connections.setScope': () => ({ scope: { ...before, onlyMine: true }, removed: 7 }),
  }

  test('is printed', async () => {
    const { lines } = await run(['scope', '--json'], scoped)
    expect(lines).toEqual([{ objects: null, only_mine: false, since: null, fields: { deal: ['amount'] }, raw: false }])
    expect((await run(['scope'], scoped)).stdout).toBe(
      'objects   all\nwhose     everybody’s\nsince     ever\nraw       not kept\nfields    deal: amount\n',
    )
  })

  test('is changed by what is said, and nothing else', async () => {
    const asked = async (...args: string[]) => (await run(['scope', ...args], scoped)).asked.at(-1)?.input
    const scope = (part: object) => ({ connection: acme.id, scope: part })
    expect(await asked('--only-mine', '--objects', 'contact,deal')).toEqual(scope({ onlyMine: true, objects: ['contact', 'deal'] }))
    expect(await asked('--no-only-mine', '--objects', 'all', '--since', 'ever', '--no-raw')).toEqual(
      scope({ onlyMine: false, objects: null, since: null, raw: false }),
    )
    expect(await asked('--fields', 'contact=title,emails')).toEqual(scope({ fields: { deal: ['amount'], contact: ['title', 'emails'] } }))
    expect(await asked('--fields', 'deal=all')).toEqual(scope({ fields: {} }))
    expect((await run(['scope', '--only-mine'], scoped)).stderr).toContain('7 records were taken off')
  })

  test.each([[['--objects', 'user']], [['--since', 'monday']], [['--fields', 'contact']]])('%j is wrong usage', async (args) => {
    expect(await run(['scope', ...args], scoped)).toMatchObject({ code: 2, stdout: '' })
  })

  test('may be said when connecting', async () => {
    const { asked, code } = await run(
      ['connect', '--url', 'http://x.example', '--connection-id', 'c', '--token-env', 'TOKEN', '--since', '2026-01-01', '--raw'],
      { ...scoped, 'connections.connect': () => acme, 'sync.status': () => ({ connections: [] }) },
    )
    expect(code).toBe(0)
    expect(asked.find(({ operation }) => operation === 'connections.setScope')?.input).toEqual({
      connection: acme.id,
      scope: { since: '2026-01-01', raw: true },
    })
  })
})
