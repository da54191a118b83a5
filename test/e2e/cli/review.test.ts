/**
 * What a person asks of the outbox beside pushing, through the built command: the lines that scripts read, and the exit codes.
 *
 * One story, told in order.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Crm, type CrmRecord, startCrm } from './support/crm'
import { openWorkspace, type Workspace } from './support/satchel'

describe('reviewing changes', { timeout: 120_000 }, () => {
  let crm: Crm
  let satchel: Workspace
  let contacts: CrmRecord[]

  beforeAll(async () => {
    crm = await startCrm({ records: '100' })
    satchel = openWorkspace({ CRM_TOKEN: crm.token })
    await satchel.json(['connect', '--url', crm.url, '--connection-id', crm.connectionId, '--token-env', 'CRM_TOKEN', '--name', 'Acme'])
    await satchel.json(['sync'])
    contacts = await crm.all('contact')
  }, 60_000)
  afterAll(async () => {
    await crm.end()
    satchel.remove()
  })

  const contact = (index: number): CrmRecord => contacts[index] ?? expect.unreachable('the sandbox has contacts')
  const edit = (index: number, title: string) => satchel.one(['edit', 'contact', contact(index).id, '--set', `title=${JSON.stringify(title)}`])

  test('check says what a push would do, one change a line, and nothing is sent', async () => {
    const [plain, dropped] = [await edit(0, 'Checked'), await satchel.one(['delete', 'contact', contact(1).id])]
    expect(await satchel.json(['check'])).toEqual([
      { id: plain.id, would: 'update', why: 'Sends title.' },
      { id: dropped.id, would: 'delete', why: expect.any(String) },
    ])
    expect(await crm.get('contact', contact(0).id)).toEqual(contact(0))
    expect(await satchel.json(['changes'])).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }])
  })

  test('check ends with 4 when one it took would need a decision, and leaves it waiting', async () => {
    const disputed = await edit(2, 'Mine')
    await crm.patch('contact', contact(2).id, { title: 'Theirs' })
    expect(await satchel.json(['check'], 4)).toMatchObject([{ would: 'update' }, { would: 'delete' }, { would: 'conflict' }])
    expect(await satchel.json(['check', disputed.id], 4)).toEqual([{ id: disputed.id, would: 'conflict', why: 'Changed in the CRM too: title.' }])
    expect(await satchel.json(['changes'])).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }, { state: 'waiting' }])
    expect(await satchel.json(['check', 'no-such-change'], 1)).toMatchObject([{ error: { code: 'not-found' } }])
    await satchel.json(['discard', disputed.id])
  })

  test('check without the CRM ends with 5, and gives no guess for an answer', async () => {
    await crm.stop()
    expect(await satchel.json(['check'], 5)).toMatchObject([{ error: { code: 'unreachable' } }])
    const { stdout, stderr } = await satchel.run(['check'])
    expect([stdout, stderr]).toEqual([expect.stringContaining('update, unchecked'), expect.stringContaining('can’t be reached')])
    await crm.startAgain()
  })

  test('restore brings a discarded change back as it was, and a batch as a whole', async () => {
    const [first, second] = await satchel.json(['discard', ...(await satchel.json(['changes'])).map(({ id }) => id)])
    expect(await satchel.json(['changes'])).toEqual([])
    expect(await satchel.json(['restore', String(first?.id), String(second?.id)])).toEqual([
      { ...first, state: 'waiting' },
      { ...second, state: 'waiting' },
    ])
    expect(await satchel.json(['get', 'contact', contact(0).id])).toMatchObject([{ title: 'Checked' }])
    await satchel.json(['get', 'contact', contact(1).id], 1)
    expect(await satchel.json(['restore', String(first?.id)], 2)).toMatchObject([{ error: { code: 'bad-input' } }])
    expect(await satchel.json(['restore', '999'], 1)).toMatchObject([{ error: { code: 'not-found' } }])

    const named = await satchel.one(['edit', 'contact', contact(3).id, '--set', 'title="Named"', '--batch', 'Promotions'])
    await satchel.json(['discard', 'Promotions'])
    expect(await satchel.json(['restore', 'Promotions'])).toMatchObject([{ id: named.id, state: 'waiting' }])
    expect(await satchel.json(['push'])).toEqual([{ pushed: 3, rejected: 0, conflicts: 0, waiting: 0 }])
    expect(await crm.get('contact', contact(1).id)).toBeNull()
  })

  test('reverse proposes what was there before, and says on stderr what it leaves out', async () => {
    const pushed = await satchel.one(['edit', 'contact', contact(4).id, '--set', 'title="Wrong"', 'department="Wrong"'])
    await satchel.json(['push'])
    await crm.patch('contact', contact(4).id, { department: 'A colleague’s' })
    await satchel.json(['sync'])
    const { code, stdout, stderr } = await satchel.run(['reverse', pushed.id, '--json'])
    expect([code, stderr]).toEqual([0, `Left out: change ${pushed.id}, department. It was changed in the CRM since.\n`])
    expect(JSON.parse(stdout)).toEqual({
      id: expect.any(String),
      object: 'contact',
      record_id: contact(4).id,
      kind: 'update',
      state: 'waiting',
      fields: [{ path: 'title', old: 'Wrong', new: contact(4)['title'] ?? null }],
      error: null,
    })
    expect(await satchel.json(['push', `Reverse of change ${pushed.id}`])).toEqual([{ pushed: 1, rejected: 0, conflicts: 0, waiting: 0 }])
    expect((await crm.get('contact', contact(4).id))?.['title'] ?? null).toEqual(contact(4)['title'] ?? null)
    expect(await satchel.json(['reverse', 'no-such-change'], 1)).toMatchObject([{ error: { code: 'not-found' } }])
  })

  test('what is approved offline goes with the next sync, and nothing else does', async () => {
    const [approved, kept] = [await edit(5, 'Approved'), await edit(6, 'Kept')]
    await crm.stop()
    expect(await satchel.json(['push', approved.id, '--when-online'])).toEqual([{ pushed: 0, rejected: 0, conflicts: 0, waiting: 1 }])
    expect(await satchel.json(['changes'])).toMatchObject([
      { id: approved.id, state: 'waiting', approved: true },
      { id: kept.id, state: 'waiting' },
    ])
    expect(await satchel.one(['diff', kept.id])).not.toHaveProperty('approved')
    await satchel.json(['sync'], 5)
    await crm.startAgain()
    await satchel.json(['sync'])
    expect(await satchel.json(['changes'])).toMatchObject([{ id: kept.id }])
    expect(await crm.get('contact', contact(5).id)).toMatchObject({ title: 'Approved' })
    expect(await crm.get('contact', contact(6).id)).toEqual(contact(6))
  })
})
