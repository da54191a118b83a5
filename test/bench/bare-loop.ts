/**
 * The floor: the same records fetched in the same pages, one request after the other, and their bytes put into SQLite with one
 * prepared statement, a transaction a page. No columns, no links, no search, no checkpoint, no judgement of what came.
 *
 *   node bare-loop.ts URL CONNECTION-ID TOKEN FILE     prints {"records","ms"}
 */
import Database from 'better-sqlite3'

const [url = '', connectionId = '', token = '', file = ''] = process.argv.slice(2)

interface BareRecord {
  readonly id: string
  readonly updated_at: string
}

const began = performance.now()
const db = new Database(file)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = NORMAL')
db.exec('CREATE TABLE record (id TEXT PRIMARY KEY, updated_at TEXT NOT NULL, json TEXT NOT NULL)')
const upsert = db.prepare(
  'INSERT INTO record (id, updated_at, json) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at, json = excluded.json',
)
const applyPage = db.transaction((page: readonly BareRecord[]) => {
  for (const record of page) upsert.run(record.id, record.updated_at, JSON.stringify(record))
})

// By the stamp, as a careful reader must; offsets only within one second, since the filter knows no less.
let bound = ''
let inThisSecond = 0
for (;;) {
  const query = `limit=100&sort=updated_at&order=asc&offset=${inThisSecond}${bound === '' ? '' : `&updated_gte=${encodeURIComponent(bound)}`}`
  const response = await fetch(`${url}/crm/${connectionId}/contact?${query}`, { headers: { authorization: `Bearer ${token}` } })
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}: ${await response.text()}`)
  const page = (await response.json()) as BareRecord[]
  applyPage(page)
  const last = page.at(-1)
  if (!last || page.length < 100) break
  const second = `${last.updated_at.slice(0, 19)}.000Z`
  const sameSecond = page.filter(({ updated_at: stamp }) => stamp.startsWith(second.slice(0, 19))).length
  if (second === bound) inThisSecond += page.length
  else inThisSecond = sameSecond
  bound = second
}
const { count } = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM record').get() ?? { count: 0 }
db.close()
process.stdout.write(`${JSON.stringify({ records: count, ms: performance.now() - began })}\n`)
