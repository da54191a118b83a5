/**
 * Pages into a mirror, and the same pages into a bare table: what a transaction takes, and what a record costs in CPU, from the
 * text of the answer to the disk. One thread, no network.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { toIncoming } from '../../../src/main/connectors/unified/normalize'
import { checkRecord } from '../../../src/main/connectors/unified/wire'
import { applyRecords } from '../../../src/main/mirror/apply'
import { saveCheckpoint } from '../../../src/main/mirror/checkpoints'
import { closeMirror, openMirror, transaction } from '../../../src/main/mirror/open'
import { instant, parseConnectionId } from '../../../src/shared/model/ids'
import type { Json } from '../../../src/shared/model/json'
import { timed, type Timings, timingsOf } from './timings'

export interface PageFigures {
  readonly transaction: Timings
  readonly bareTransaction: Timings
  readonly cpuMicrosecondsARecord: number
  readonly bareCpuMicrosecondsARecord: number
}

export function measurePages(folder: string, pages: readonly string[]): PageFigures {
  const bare = intoBareTable(join(folder, 'bare-pages.db'), pages)
  const engine = intoMirror(join(folder, 'pages.db'), pages)
  return {
    transaction: engine.transaction,
    bareTransaction: bare.transaction,
    cpuMicrosecondsARecord: engine.cpu,
    bareCpuMicrosecondsARecord: bare.cpu,
  }
}

interface Measured {
  readonly transaction: Timings
  readonly cpu: number
}

function intoMirror(file: string, pages: readonly string[]): Measured {
  const connection = parseConnectionId('bench')
  const now = instant(Date.now())
  const db = openMirror(file, { now })
  const times: number[] = []
  let records = 0
  const before = process.cpuUsage()
  for (const [index, text] of pages.entries()) {
    const read = (JSON.parse(text) as Json[]).flatMap((payload) => {
      const checked = checkRecord('contact', payload)
      return checked.ok ? [toIncoming('contact', checked)] : []
    })
    records += read.length
    times.push(
      timed(() =>
        transaction(db, 'pulled', () => {
          applyRecords(db, { connection, records: read, seq: index + 1, now, source: 'list' })
          saveCheckpoint(db, connection, 'contact', { bound: now, walk: { index }, lastOkAt: null, lastError: null, backfilledAt: null })
        }),
      ),
    )
  }
  const cpu = cpuSince(before) / records
  closeMirror(db)
  return { transaction: timingsOf(times), cpu }
}

function intoBareTable(file: string, pages: readonly string[]): Measured {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  db.exec('CREATE TABLE record (id TEXT PRIMARY KEY, updated_at TEXT, json TEXT NOT NULL)')
  const upsert = db.prepare(
    'INSERT INTO record (id, updated_at, json) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at, json = excluded.json',
  )
  const times: number[] = []
  let records = 0
  const before = process.cpuUsage()
  for (const text of pages) {
    const read = JSON.parse(text) as { readonly id: string; readonly updated_at: string }[]
    records += read.length
    times.push(
      timed(() =>
        db.transaction(() => {
          for (const record of read) upsert.run(record.id, record.updated_at, JSON.stringify(record))
        })(),
      ),
    )
  }
  const cpu = cpuSince(before) / records
  db.close()
  return { transaction: timingsOf(times), cpu }
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return user + system
}
