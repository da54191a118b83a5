/**
 * The sandbox's own database: the schema, and which data a file holds.
 *
 * A record's key is its type's number times 10¹⁰ plus its id, so one integer names it everywhere and the table is in order
 * of type and age. Ids are decimal numbers that are unique within a type only, as in many CRMs: contact 100012 and deal
 * 100012 are both there, and whoever mixes up types finds out.
 */
import Database from 'better-sqlite3'
import type { SandboxObject } from '../catalogue'

export type Store = Database.Database

/** Raised whenever the same seed gives other data, so that a kept file is not mistaken for the new kind. */
export const DATA_VERSION = 1
export const FIRST_ID = 100_001
const KEYS_PER_OBJECT = 10_000_000_000
export const HIGHEST_ID = KEYS_PER_OBJECT - 1

/** Written to disk in every key: never renumbered. */
const objectNumbers: Readonly<Record<SandboxObject, number>> = { contact: 1, company: 2, deal: 3, event: 4, lead: 5, pipeline: 6, employee: 7 }

export function objectNumber(object: SandboxObject): number {
  return objectNumbers[object]
}

export function keyOf(object: SandboxObject, id: number): number {
  return objectNumbers[object] * KEYS_PER_OBJECT + id
}

export function idOf(key: number): string {
  return String(key % KEYS_PER_OBJECT)
}

/** The key behind an id as it arrives; null for what can't be one of ours. */
export function parseKey(object: SandboxObject, id: string): number | null {
  return /^[1-9]\d{0,9}$/.test(id) && Number(id) < KEYS_PER_OBJECT ? keyOf(object, Number(id)) : null
}

/**
 * record: one row a record.
 *   key         see above; the order of creation within a type
 *   object      the type's number
 *   search      lower-case name, a line break, then each e-mail address and a line break: serves `sort=name` and `query`
 *   created_at  milliseconds, set once
 *   updated_at  milliseconds, moved forward by every write
 *   user_id     the owner's id, null without
 *   pipeline    a deal's first pipeline, else null
 *   type        an event's type, else null
 *   document    all other fields as JSON, without id, stamps and links; unknown keys are kept in it
 * link: one row a link between two records, by key; both ends read it. Its order is the order of the lists of ids.
 * about: what was asked of the generator, and the sandbox's own settings.
 */
export const tables = `
  CREATE TABLE record (
    key INTEGER PRIMARY KEY, object INTEGER NOT NULL, search TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
    user_id TEXT, pipeline TEXT, type TEXT, document TEXT NOT NULL
  ) STRICT;
  CREATE TABLE link (position INTEGER PRIMARY KEY, kind INTEGER NOT NULL, left_key INTEGER NOT NULL, right_key INTEGER NOT NULL) STRICT;
  CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`

/** Made after the data is in: a table filled through its indexes takes three times as long. */
export const indexes = `
  CREATE INDEX record_by_object ON record (object);
  CREATE INDEX record_by_edit ON record (object, updated_at);
  CREATE INDEX record_by_age ON record (object, created_at);
  CREATE INDEX record_by_name ON record (object, search);
  CREATE INDEX record_by_owner ON record (object, user_id) WHERE user_id IS NOT NULL;
  CREATE INDEX record_by_pipeline ON record (object, pipeline) WHERE pipeline IS NOT NULL;
  CREATE INDEX record_by_type ON record (object, type) WHERE type IS NOT NULL;
  CREATE INDEX link_by_left ON link (kind, left_key, right_key);
  CREATE INDEX link_by_right ON link (kind, right_key, left_key);`

export function openDatabase(file: string): Store {
  const store = new Database(file)
  if (file !== ':memory:') {
    store.pragma('journal_mode = WAL')
    // What a CRM has answered must survive the end of this process; the end of the computer's power it need not.
    store.pragma('synchronous = NORMAL')
  }
  store.pragma('cache_size = -65536')
  store.pragma('mmap_size = 2147483648')
  return store
}

export function readAbout(store: Store, name: string): string | null {
  const row = store.prepare<[string], { value: string }>('SELECT value FROM about WHERE name = ?').get(name)
  return row?.value ?? null
}

export function writeAbout(store: Store, name: string, value: string): void {
  store.prepare('INSERT INTO about (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value').run(name, value)
}
