/** The outbox: what can't be had again from anywhere. */

/*
 * change         id        in the order in which they were made, never given twice
 *                patch     [{path, base, value}]: base is what the rep was looking at, null is absent or cleared
 *                data      create: the record as first made
 *                base_json delete: the CRM's version that the rep was looking at
 *                next_at   not before then (ms); null: at once
 *                uncertain 1 once an attempt may have arrived
 *                probing   1: a create that may have arrived; it is looked for before it is sent again
 *                merged    paths that the CRM changed meanwhile and that were merged without asking
 * conflict_field decision  JSON of what the rep decided; null: not yet
 * edit_step      what a save was before it, for undo. before: [{id, row of change or null}]
 * history        one line of a record's history; origin local, remote, push or resolution
 */
export const outbox = `
CREATE TABLE change (
  id INTEGER PRIMARY KEY AUTOINCREMENT, connection TEXT NOT NULL, object TEXT NOT NULL, record_id TEXT NOT NULL,
  kind TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER, uncertain INTEGER NOT NULL DEFAULT 0,
  probing INTEGER NOT NULL DEFAULT 0, client_key TEXT NOT NULL, first_sent_at INTEGER, batch TEXT, record_conflict TEXT,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  error TEXT, merged TEXT NOT NULL DEFAULT '[]', patch TEXT NOT NULL DEFAULT '[]', data TEXT, base_json TEXT
);
CREATE INDEX change_open ON change (connection, state, id) WHERE state IN ('waiting', 'held', 'pushing', 'rejected', 'conflict');
CREATE INDEX change_by_record ON change (record_id, id);
CREATE INDEX change_by_batch ON change (batch, id) WHERE batch IS NOT NULL;

CREATE TABLE conflict_field (
  change_id INTEGER NOT NULL, path TEXT NOT NULL, base TEXT NOT NULL, mine TEXT NOT NULL, theirs TEXT NOT NULL, decision TEXT,
  PRIMARY KEY (change_id, path)
) WITHOUT ROWID;

CREATE TABLE edit_step (
  step INTEGER PRIMARY KEY AUTOINCREMENT, connection TEXT NOT NULL, object TEXT NOT NULL, record_id TEXT NOT NULL,
  at INTEGER NOT NULL, paths TEXT NOT NULL, before TEXT NOT NULL
);

CREATE TABLE history (
  entry INTEGER PRIMARY KEY, record_id TEXT NOT NULL, at INTEGER NOT NULL, origin TEXT NOT NULL, path TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL
);
CREATE INDEX history_by_record ON history (record_id, entry);
`
