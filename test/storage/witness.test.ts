/**
 * The copy of the open changes is the witness of what the mirror must hold. A mirror that lost its log, got a foreign one, or was replaced
 * by an older state is sound to SQLite; what was saved in it comes back all the same, and nothing is sent twice for it.
 */
import { copyFileSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isReconcileDue } from '../../src/main/mirror/reconcile-due'
import { holdChanges, listChanges, markPushing, pushQueue, settlePushed } from '../../src/main/mirror/outbox'
import { removeConnection } from '../../src/main/mirror/removal'
import { readSidecar } from '../../src/main/mirror/sidecar'
import { parseRemoteId } from '../../src/shared/model/ids'
import { openJudged } from './support/rescue'
import { acme, contacts, filesAsAfterAKill, freshFiles, now, openDesk } from './support/workspace'

/** A mirror with ten contacts and one edit, closed; its log is part of the file by then. */
function closedWorkspace() {
  const files = freshFiles()
  const desk = openDesk(files)
  desk.pull(contacts(10))
  desk.edit('1', { title: 'CEO' })
  desk.close()
  return files
}

describe('a mirror that lost its log', () => {
  test('gets back what was saved since, also a later value of the same field, and is compared with the CRM in full', () => {
    const desk = openDesk(closedWorkspace())
    desk.edit('1', { title: 'Chair' })
    desk.edit('2', { title: 'CFO' })
    const files = filesAsAfterAKill(desk.files)
    desk.close()
    rmSync(`${files.mirror}-wal`)
    rmSync(`${files.mirror}-shm`)
    const again = openDesk(files)
    expect(again.waiting()).toEqual(['update title="Chair"', 'update title="CFO"'])
    expect(isReconcileDue(again.storage.db)).toBe(true)
    expect(again.storage.notices()).toMatchObject([{ kind: 'changes-brought-back', changes: 2, newMirror: false }])
    again.close()
  })

  test('does not send again what had been pushed or discarded, nor make again what the CRM has made', () => {
    const desk = openDesk(closedWorkspace())
    const created = desk.create({ name: 'Newcomer' })
    // The state that will be found: one edit and one create, both waiting.
    desk.close()
    const later = openDesk(desk.files)
    const [first] = listChanges(later.storage.db, {})
    for (const change of listChanges(later.storage.db, {})) {
      markPushing(later.storage.db, change.id, { now: now(), serverTime: null })
      const document = change.kind === 'create' ? { id: '77', name: 'Newcomer' } : { ...contacts(1)[0], title: 'CEO' }
      const answer = { object: 'contact' as const, remoteId: parseRemoteId(change.kind === 'create' ? '77' : '1'), document, raw: null }
      settlePushed(later.storage.db, change.id, { answer, sent: document, seq: 9000, now: now() })
    }
    const files = filesAsAfterAKill(later.files)
    later.close()
    rmSync(`${files.mirror}-wal`)
    rmSync(`${files.mirror}-shm`)
    const again = openDesk(files)
    expect(again.waiting()).toEqual([])
    expect(pushQueue(again.storage.db, first?.connection ?? expect.fail('there was one'), null)).toEqual([])
    expect(again.storage.db.get('SELECT remote_id FROM record WHERE id = ?', created.recordId)).toEqual({ remote_id: '77' })
    again.close()
  })

  test('asks again for a create that was on its way, instead of sending it', () => {
    const desk = openDesk(closedWorkspace())
    desk.create({ name: 'Newcomer' })
    desk.close()
    const later = openDesk(desk.files)
    const create = listChanges(later.storage.db, {}).find(({ kind }) => kind === 'create') ?? expect.fail('there is one')
    markPushing(later.storage.db, create.id, { now: now(), serverTime: null })
    const files = filesAsAfterAKill(later.files)
    later.close()
    rmSync(`${files.mirror}-wal`)
    rmSync(`${files.mirror}-shm`)
    const again = openDesk(files)
    expect(pushQueue(again.storage.db, create.connection, null).find(({ change }) => change.kind === 'create')).toMatchObject({ probing: true })
    again.close()
  })
})

describe('a mirror in the place of another', () => {
  test('an older state of the same file gets back what was saved since', () => {
    const files = closedWorkspace()
    copyFileSync(files.mirror, `${files.mirror}.old`)
    const desk = openDesk(files)
    desk.edit('3', { title: 'COO' })
    desk.close()
    copyFileSync(`${files.mirror}.old`, files.mirror)
    const again = openDesk(files)
    expect(again.waiting()).toEqual(['update title="CEO"', 'update title="COO"'])
    again.close()
  })

  test('the log of another mirror does not take the open changes along', () => {
    const desk = openDesk(closedWorkspace())
    desk.edit('2', { title: 'CFO' })
    const files = filesAsAfterAKill(desk.files)
    desk.close()
    const stranger = openDesk()
    stranger.pull(contacts(300))
    stranger.edit('9', { title: 'Stranger' })
    copyFileSync(`${stranger.files.mirror}-wal`, `${files.mirror}-wal`)
    rmSync(`${files.mirror}-shm`)
    stranger.close()
    const { desk: again } = openJudged(files)
    expect(again.waiting()).toEqual(expect.arrayContaining(['update title="CEO"', 'update title="CFO"']))
    again.close()
  })

  test('a file that vanished is made anew with every open change, and that is told', () => {
    const files = closedWorkspace()
    rmSync(files.mirror)
    const again = openDesk(files)
    expect(again.waiting()).toEqual(['update title="CEO"'])
    expect(again.storage.notices()).toMatchObject([{ kind: 'changes-brought-back', changes: 1, newMirror: true }])
    again.close()
  })

  test('what was typed after the rescue is not undone by the copy it was rescued from', () => {
    const files = closedWorkspace()
    rmSync(files.mirror)
    // Rescued, edited on, and killed before the copy of that edit was written.
    const copies = files.sidecar.map((place) => [place, statSync(place, { throwIfNoEntry: false }) ? readFileSync(place) : null] as const)
    const again = openDesk(files)
    again.edit('1', { title: 'Chair' })
    const killed = filesAsAfterAKill(files)
    again.close()
    for (const [place, bytes] of copies) {
      const there = place.replace(files.folder, killed.folder)
      if (bytes === null) rmSync(there, { force: true })
      else writeFileSync(there, bytes)
    }
    const last = openDesk(killed)
    expect(last.waiting()).toEqual(['update title="Chair"'])
    last.close()
  })

  test('nothing is brought back into a mirror that holds it all: a start is quiet', () => {
    const files = closedWorkspace()
    const before = files.sidecar.map((place) => statSync(place, { throwIfNoEntry: false })?.mtimeMs)
    const again = openDesk(files)
    expect(again.storage.notices()).toEqual([])
    expect(isReconcileDue(again.storage.db)).toBe(false)
    again.close()
    expect(files.sidecar.map((place) => statSync(place, { throwIfNoEntry: false })?.mtimeMs)).toEqual(before)
  })
})

describe('the copy', () => {
  test('stands in two places by turns: either of them lost, the other has all but the last save', () => {
    const desk = openDesk(closedWorkspace())
    desk.edit('2', { title: 'CFO' })
    desk.edit('3', { title: 'COO' })
    const { sidecar } = desk.files
    desk.close()
    const held = sidecar.map((place) => readSidecar([place, place])?.changes.length)
    expect(new Set(held)).toEqual(new Set([2, 3]))
    expect(readSidecar(sidecar)?.changes).toHaveLength(3)
  })

  test('of a connection that was taken away holds nothing of it, in either place', () => {
    const desk = openDesk(closedWorkspace())
    desk.edit('2', { title: 'Confidential' })
    desk.edit('3', { title: 'Confidential' })
    removeConnection(desk.storage.db, acme)
    desk.storage.forgetCopies()
    for (const place of desk.files.sidecar) expect(readFileSync(place, 'utf8')).not.toMatch(/Confidential|Contact/)
    desk.close()
  })

  test('cut at any byte is believed up to the last whole line, and the other place is asked', () => {
    const desk = openDesk(closedWorkspace())
    desk.edit('2', { title: 'CFO' })
    const { sidecar } = desk.files
    desk.close()
    const newest = sidecar.find((place) => readSidecar([place, place])?.changes.length === 2) ?? expect.fail('one of them is newest')
    const { size } = statSync(newest)
    truncateSync(newest, size - 40)
    expect(readSidecar(sidecar)?.changes).toHaveLength(1)
  })

  test('of a large outbox grows by a line a save, holds the same as one written whole, and is made one again when idle', () => {
    const desk = openDesk()
    desk.pull(contacts(40))
    // Forty edits of 10 KB each: above 256 KB lines begin.
    for (let id = 1; id <= 40; id += 1) desk.edit(String(id), { title: `${id} ${'x'.repeat(10_000)}` })
    const { storage } = desk
    const { sidecar } = desk.files
    const sizes = () => sidecar.map((place) => statSync(place).size)
    const before = sizes()
    desk.edit('7', { title: 'short' })
    const grown = sizes().map((size, index) => size - (before[index] ?? 0))
    expect(grown.filter((by) => by !== 0)).toHaveLength(1)
    expect(Math.max(...grown)).toBeLessThan(3000)
    holdChanges(storage.db, [listChanges(storage.db, {})[0]?.id ?? expect.fail()], now())
    const inLines = readSidecar(sidecar)
    storage.look()
    const whole = readSidecar(sidecar)
    expect(whole?.changes).toEqual(inLines?.changes)
    expect(whole?.changes).toHaveLength(40)
    expect(whole?.changes[0]?.state).toBe('held')
    expect(whole?.changes[6]?.patch).toContain('short')
    desk.close()
  })
})
