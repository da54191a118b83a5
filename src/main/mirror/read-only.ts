/**
 * A workspace that takes no writes: a volume mounted so, a file of another owner. Everything in it can be read; saving is refused with the
 * reason. A mirror that was closed cleanly can't be opened there by SQLite at all, since its log can't be made: then a copy of it, in a
 * folder of our own, is opened and said to be one.
 */
import { accessSync, constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail } from '../../shared/failure'
import { connectReader } from './connect'
import { assertCurrent } from './migrate'
import { type Guard, Handle, type WriteDb } from './sql'

export interface ReadOnlyMirror {
  readonly db: WriteDb
  /** The folder with the copy; null where the file itself could be opened. */
  readonly copy: string | null
  close(): void
}

/** Why nothing can be written here, in words; null where it can. */
export function readOnlyReason(folder: string, file: string): string | null {
  for (const path of [folder, file, `${file}-wal`]) {
    try {
      if (path === folder || existsSync(path)) accessSync(path, constants.W_OK)
    } catch (error) {
      switch ((error as NodeJS.ErrnoException).code) {
        case 'EROFS':
          return 'the volume is read-only'
        case 'EACCES':
        case 'EPERM':
          return `${path} may not be written by you`
        default:
          // Not there, or worse: opening it will say so in its own words.
          return null
      }
    }
  }
  return null
}

export function openReadOnlyMirror(file: string, workspace: string, detail: string): ReadOnlyMirror {
  const { raw, copy } = connectSomehow(file)
  const close = (): void => {
    if (raw.open) raw.close()
    if (copy !== null) rmSync(copy, { recursive: true, force: true })
  }
  try {
    assertCurrent(raw, file)
  } catch (error) {
    close()
    throw error
  }
  const db = new Handle(file, raw)
  const refuse = (): never => fail({ kind: 'read-only', workspace, detail })
  db.state.guard = {
    beforeWrite: refuse,
    afterSave: refuse,
    makeRoom: () => false,
    reconnected: () => undefined,
    suspect: () => undefined,
  } satisfies Guard
  return { db, copy, close }
}

function connectSomehow(file: string) {
  try {
    return { raw: connectReader(file), copy: null }
  } catch (error) {
    if (!existsSync(file)) throw error
    const copy = mkdtempSync(join(tmpdir(), 'satchel-read-only-'))
    for (const end of ['', '-wal']) if (existsSync(file + end)) copyFileSync(file + end, join(copy, `mirror.db${end}`))
    try {
      return { raw: connectReader(join(copy, 'mirror.db')), copy }
    } catch (second) {
      rmSync(copy, { recursive: true, force: true })
      throw second
    }
  }
}
