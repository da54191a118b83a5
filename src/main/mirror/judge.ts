/**
 * Is a mirror damaged? Asked in a process that has just begun, since what an old one remembers of the file is part of the doubt. Reading
 * errors are no damage: a disk that does not answer, a cable, a file system that went away. Only where every byte can be read, before and
 * after, does SQLite's word count.
 */
import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import Database from 'better-sqlite3'
import { BUSY_TIMEOUT_MS } from './connect'
import { schemaDamage } from './schema-check'
import { type Damage, inoOf } from './set-aside'

export type Verdict =
  | { readonly kind: 'sound' }
  | { readonly kind: 'damaged'; readonly damage: Damage }
  /** The disk did not give all of it: nothing can be said of the file. */
  | { readonly kind: 'unreadable'; readonly detail: string }

export function judgeMirror(file: string): Verdict {
  const ino = inoOf(file)
  const trouble = troubleReading(file)
  if (trouble !== null) return { kind: 'unreadable', detail: trouble }
  const found = find(file)
  if (found === null) return { kind: 'sound' }
  const afterwards = found.isDamage ? troubleReading(file) : found.detail
  return afterwards === null ? { kind: 'damaged', damage: { ino, detail: found.detail } } : { kind: 'unreadable', detail: afterwards }
}

/** What SQLite finds wrong; null when nothing. Every other trouble (a lock, no room, no right) says nothing of the file. */
function find(file: string): { readonly detail: string; readonly isDamage: boolean } | null {
  let raw: Database.Database | null = null
  try {
    // For writing: only so is what a kill left half done taken back before the look.
    raw = new Database(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS })
    raw.pragma('cell_size_check = ON')
    const lines = (raw.pragma('integrity_check(20)') as { readonly integrity_check: string }[]).map((row) => row.integrity_check)
    const detail = lines.join() === 'ok' ? schemaDamage(raw) : lines.join('; ').replaceAll('\n', ' ').slice(0, 200)
    return detail === null ? null : { detail, isDamage: true }
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error
    return { detail: `${error.message} (${error.code})`, isDamage: /^SQLITE_(CORRUPT|NOTADB)/.test(error.code) }
  } finally {
    raw?.close()
  }
}

function troubleReading(file: string): string | null {
  const buffer = Buffer.alloc(1024 * 1024)
  for (const path of [file, `${file}-wal`]) {
    if (!existsSync(path)) continue
    try {
      const handle = openSync(path, 'r')
      try {
        while (readSync(handle, buffer) > 0);
      } finally {
        closeSync(handle)
      }
    } catch (error) {
      return `${path}: ${error instanceof Error ? error.message : String(error)}`
    }
  }
  return null
}
