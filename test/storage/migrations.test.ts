/**
 * The process is killed at every statement with which an older mirror is brought to this version. A kill leaves the files as the system has
 * them, so at each statement the folder is copied as it stands, and each copy is what the next start finds: it opens, is sound, of this
 * version, and holds every change that waited.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type DatabaseModule from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { migrationSteps } from '../../src/main/mirror/migrate'
import { closeMirror, openMirror, quickCheck } from '../../src/main/mirror/open'
import { listChanges } from '../../src/main/mirror/outbox'
import { instant } from '../../src/shared/model/ids'

/** Told of each statement before it runs, on every connection that is opened. */
const watch = vi.hoisted(() => ({ statement: (_sql: string): void => undefined }))
vi.mock('better-sqlite3', async (importActual) => {
  const { default: Real } = await importActual<{ default: typeof DatabaseModule }>()
  class Watched extends Real {
    constructor(file: string, options: DatabaseModule.Options = {}) {
      super(file, { ...options, verbose: (sql) => watch.statement(String(sql)) })
    }
  }
  return { default: Object.assign(Watched, { SqliteError: Real.SqliteError }) }
})

const now = instant(Date.parse('2026-11-24T09:00:00.000Z'))
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-migrations-'))
})
afterEach(() => {
  watch.statement = () => undefined
  rmSync(folder, { recursive: true, force: true })
})

describe.each([4, migrationSteps.length - 1])('a mirror of version %i', { timeout: 300_000 }, (version) => {
  test('opens with all that waited, wherever its migration was killed', async () => {
    const file = join(folder, 'workspace', 'mirror.db')
    await writeVersion(file, version)
    const kills = killedAtEach(file)
    // The schema of each step, and what stands around them.
    expect(kills.length).toBeGreaterThan(migrationSteps.length - version + 5)
    for (const { copy, sql } of kills) {
      const db = openMirror(copy, { now })
      expect(quickCheck(db), sql).toEqual([])
      expect(db.get<{ user_version: number }>('PRAGMA user_version')?.user_version, sql).toBe(migrationSteps.length)
      expect(
        listChanges(db, {}).map(({ id, state, fields }) => ({ id, state, fields: fields.map((field) => [field.path, field.old, field.new]) })),
        sql,
      ).toEqual([
        { id: '1', state: 'waiting', fields: [['title', 'CTO', 'CEO']] },
        { id: '2', state: 'rejected', fields: [['title', 'CFO', 'COO']] },
      ])
      closeMirror(db)
      rmSync(dirname(copy), { recursive: true, force: true })
    }
  })
})

interface Kill {
  readonly copy: string
  readonly sql: string
}

/** Opens the mirror once; answers the folder as it was before each statement, and before a last one that never came. */
function killedAtEach(file: string): readonly Kill[] {
  const kills: Kill[] = []
  watch.statement = (sql) => {
    const to = join(folder, `killed-${kills.length + 1}`)
    mkdirSync(to)
    // What the processes share of the log is in memory, and made anew from the log.
    for (const name of readdirSync(dirname(file))) if (!name.endsWith('-shm')) cpSync(join(dirname(file), name), join(to, name), { recursive: true })
    kills.push({ copy: join(to, 'mirror.db'), sql: `killed at: ${sql.slice(0, 120)}` })
  }
  closeMirror(openMirror(file, { now }))
  watch.statement('the end')
  watch.statement = () => undefined
  return kills
}

/** As that version left it: one edit that waits, and one that was refused. */
async function writeVersion(file: string, version: number): Promise<void> {
  const { default: Database } = await import('better-sqlite3')
  mkdirSync(dirname(file), { recursive: true })
  const db = new Database(file)
  for (const step of migrationSteps.slice(0, version)) db.exec(step)
  db.prepare(`INSERT INTO meta (name, value) VALUES ('mirror_id', 'm'), ('made_at', ?)`).run(now)
  const add = db.prepare(
    `INSERT INTO change (connection, object, record_id, kind, state, client_key, created_at, updated_at, patch)
     VALUES ('acme', 'contact', ?, 'update', ?, ?, ?, ?, ?)`,
  )
  add.run('r_abc', 'waiting', 'k-1', now, now, '[{"path":"title","base":"CTO","value":"CEO"}]')
  add.run('r_def', 'rejected', 'k-2', now, now, '[{"path":"title","base":"CFO","value":"COO"}]')
  // “SATL”
  db.pragma('application_id = 1396790348')
  db.pragma(`user_version = ${version}`)
  db.close()
}
