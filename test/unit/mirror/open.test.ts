/** Opening: what is refused is left as it is, and a person's save waits for the disk. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { closeMirror, openMirror, openMirrorReadOnly, quickCheck, transaction } from '../../../src/main/mirror/open'
import { handleOf } from '../../../src/main/mirror/sql'
import { instant } from '../../../src/shared/model/ids'
import { openTestMirror } from './support/open-mirror'

const now = instant(0)
const fresh = (): string => join(mkdtempSync(join(tmpdir(), 'satchel-open-')), 'mirror.db')

describe('opening a mirror', () => {
  test('of a newer version is refused, and not a byte of it changes', () => {
    const file = fresh()
    closeMirror(openMirror(file, { now }))
    const raw = new Database(file)
    raw.pragma('user_version = 99')
    raw.pragma('journal_mode = DELETE')
    raw.close()
    const before = readFileSync(file)
    expect(() => openMirror(file, { now })).toThrow(/newer Satchel.*version 99.*knows \d+/)
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('that is another program’s database, or none at all, is refused', () => {
    const other = fresh()
    const raw = new Database(other)
    raw.exec('CREATE TABLE theirs (x)')
    raw.close()
    expect(() => openMirror(other, { now })).toThrow(/another program/)
    const text = fresh()
    writeFileSync(text, 'this is no database, but it is long enough to be taken for one by its size alone '.repeat(20))
    expect(() => openMirror(text, { now })).toThrow(/can’t be opened/)
    expect(readFileSync(text, 'utf8')).toMatch(/^this is no database/)
  })

  test('that is not there is no empty one for a reader', () => {
    expect(() => openMirrorReadOnly(fresh())).toThrow(/not there/)
  })
})

describe('a transaction', () => {
  test('of a person waits for the disk, one of a pulled page does not, also after a reopen', () => {
    const { db, reopen } = openTestMirror()
    const synchronous = (of: typeof db) => handleOf(of).raw.pragma('synchronous', { simple: true })
    const levels = (of: typeof db) => [
      transaction(of, 'person', () => synchronous(of)),
      transaction(of, 'pulled', () => synchronous(of)),
      transaction(of, 'person', () => synchronous(of)),
    ]
    expect(levels(db)).toEqual([2, 1, 2])
    const again = reopen()
    expect(levels(again.db)).toEqual([2, 1, 2])
    expect(quickCheck(again.db)).toEqual([])
    again.close()
  })

  test('that fails leaves nothing of itself, in the file or in memory', () => {
    const own = openTestMirror()
    const attempt = () =>
      transaction(own.db, 'person', () => {
        own.pull('contact', [{ id: '1', name: 'Ada' }])
        throw new Error('no')
      })
    expect(attempt).toThrow('no')
    expect(own.view('contact', '1')).toEqual({})
    own.pull('contact', [{ id: '1', name: 'Ada' }])
    expect(own.view('contact', '1')).toMatchObject({ name: 'Ada' })
    own.close()
  })

  test('a reader can’t write', () => {
    const own = openTestMirror()
    const reader = openMirrorReadOnly(own.file)
    expect(() => reader.all('DELETE FROM record RETURNING rid')).toThrow(/readonly|read-only|query_only/i)
    closeMirror(reader)
    own.close()
  })
})
