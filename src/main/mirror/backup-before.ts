/**
 * Before the schema of a mirror is changed, a copy of it as it was is put beside it: whole, checked and flushed, or not at all. Without room
 * for both, nothing is begun.
 */
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { fail } from '../../shared/failure'
import { flushFolder } from './durable-file'
import { freeBytes } from './reserve'

/** The copy, and what the new schema may make of the file while both states are on the disk. */
const NEEDED_TIMES = 2.2
/** So many upgrades can be gone back. */
const KEPT = 3

export function backUpBefore(raw: Database.Database, file: string, version: number): void {
  const size = statSync(file).size + (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0)
  const needed = Math.ceil(size * NEEDED_TIMES)
  const free = freeBytes(dirname(file))
  if (free < needed) tooLittleRoom(file, needed, free)
  const copy = `${file}.before-version-${version + 1}`
  const partial = `${copy}.partial`
  try {
    rmSync(partial, { force: true })
    raw.prepare('VACUUM INTO ?').run(partial)
    assertSound(partial)
    const handle = openSync(partial, 'r+')
    fsyncSync(handle)
    closeSync(handle)
    renameSync(partial, copy)
    flushFolder(dirname(file))
  } catch (error) {
    rmSync(partial, { force: true })
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_FULL') tooLittleRoom(file, needed, free)
    throw error
  }
  forgetOld(file)
}

function tooLittleRoom(file: string, needed: number, free: number): never {
  return fail({
    kind: 'mirror-unusable',
    file,
    detail: `this version has to change it, which needs ${inMegabytes(needed)} free on its disk, and there are ${inMegabytes(free)}`,
    advice: 'Make room and start again. The file was not changed.',
  })
}

function assertSound(copy: string): void {
  const db = new Database(copy, { readonly: true })
  try {
    if (db.pragma('integrity_check(1)', { simple: true }) !== 'ok') throw new Database.SqliteError('the mirror is damaged', 'SQLITE_CORRUPT')
  } finally {
    db.close()
  }
}

/** By number, not by date: a clock that was wrong must not remove the newest. */
function forgetOld(file: string): void {
  const copies = readdirSync(dirname(file))
    .flatMap((name) => {
      const number = new RegExp(`^${basename(file).replaceAll('.', '\\.')}\\.before-version-(\\d+)$`).exec(name)?.[1]
      return number === undefined ? [] : [{ name, number: Number(number) }]
    })
    .toSorted((one, other) => other.number - one.number)
  for (const { name } of copies.slice(KEPT)) rmSync(join(dirname(file), name), { force: true })
}

function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`
}
