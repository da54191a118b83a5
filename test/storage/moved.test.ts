/**
 * A mirror that is renamed, replaced or robbed of its log while it is open. Nothing is acknowledged into a file that nobody will find again,
 * and what was typed is there when Satchel starts anew.
 */
import { copyFileSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readSidecar } from '../../src/main/mirror/sidecar'
import type { WorkspaceFiles } from '../../src/main/workspace/folder'
import { contacts, openDesk } from './support/workspace'

const ways: Readonly<Record<string, (files: WorkspaceFiles) => void>> = {
  renamed: ({ mirror }) => renameSync(mirror, `${mirror}.elsewhere`),
  removed: ({ mirror }) => rmSync(mirror),
  'replaced by an older copy of itself': ({ mirror }) => renameSync(`${mirror}.old`, mirror),
  'robbed of its write-ahead log': ({ mirror }) => rmSync(`${mirror}-wal`),
  'robbed of its shared memory': ({ mirror }) => rmSync(`${mirror}-shm`),
}

describe('a mirror that is open and is', () => {
  test.each(Object.entries(ways))('%s takes no more saves, says so, and loses none that it acknowledged', (_name, happen) => {
    const before = openDesk()
    before.pull(contacts(20))
    before.close()
    const { files } = before
    copyFileSync(files.mirror, `${files.mirror}.old`)
    const desk = openDesk(files)
    desk.edit('1', { title: 'CEO' })
    happen(files)
    // The first one finds out: it is not acknowledged, and not lost either.
    expect(() => desk.edit('2', { title: 'CFO' })).toThrow(/while it was open/)
    expect(() => desk.edit('3', { title: 'COO' })).toThrow(/while it was open/)
    expect(() => desk.pull(contacts(1, 500))).toThrow(/while it was open/)
    expect(desk.storage.notices()).toMatchObject([{ kind: 'mirror-moved' }])
    expect(readSidecar(files.sidecar)?.changes).toHaveLength(2)
    desk.close()

    const again = openDesk(files)
    expect(again.waiting()).toEqual(['update title="CEO"', 'update title="CFO"'])
    again.close()
  })

  test('renamed between two saves is noticed by a look, as one is taken every few seconds', () => {
    const desk = openDesk()
    desk.create({ name: 'Newcomer' })
    renameSync(desk.files.mirror, `${desk.files.mirror}.elsewhere`)
    desk.storage.look()
    expect(desk.storage.notices()).toMatchObject([{ kind: 'mirror-moved', detail: 'was moved or removed' }])
    desk.close()
  })
})

describe('a folder that is not on a disk of this computer', () => {
  const nfs = 0x6969

  test('is refused for a new workspace, and nothing is left in it', () => {
    const desk = openDesk()
    desk.close()
    for (const name of readdirSync(desk.files.folder)) rmSync(`${desk.files.folder}/${name}`, { recursive: true })
    expect(() => openDesk(desk.files, { fileSystemOf: () => nfs })).toThrow(/NFS/)
    expect(readdirSync(desk.files.folder)).toEqual([])
  })

  test('is opened with a warning where a workspace stands there already', () => {
    const desk = openDesk()
    desk.close()
    const again = openDesk(desk.files, { fileSystemOf: () => nfs })
    expect(again.storage.notices()).toMatchObject([{ kind: 'remote-folder', detail: 'a network drive (NFS)' }])
    again.close()
  })
})
