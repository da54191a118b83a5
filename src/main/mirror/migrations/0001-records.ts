/** Records, the links between them, and who is who. */

/*
 * meta       name, value: facts about the file itself
 * stream     one connection's records of one type; `records` is kept by triggers, so that nobody counts a million rows
 * record     rid          the row; pages of lists are ordered by (column, rid)
 *            id           ours, never changes
 *            list         the object type while lists show the record; null while it is deleted here
 *            remote_id    the CRM's; null before the first push
 *            kind         an event's type, '' for others: some CRMs give one id to a note and to a call
 *            seq          number of the request whose answer this is
 *            name … updated_at   keys of the VIEW to sort and filter by. Text is folded (no case, no accents), times are ms UTC,
 *                         null is absent
 *            owner        the CRM's id of the user
 *            quarantined  why it could not be read; null when it could
 *            seen_at      when it last came from the CRM
 *            raw_json     the provider's payload, where asked for
 *            remote_json  the CRM's last truth, always; null for a record made here
 *            view_json    remote with the open changes over it; null when there are none
 * link       owner: rid of the record whose document names the other, rel: the field, target: the other's record id
 * id_map     record id to the CRM's id, written once, when a create succeeded
 */
export const records = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO meta (name, value) VALUES ('seq', 0), ('flushes', 0), ('outbox_version', 0);

CREATE TABLE stream (
  sid INTEGER PRIMARY KEY, connection TEXT NOT NULL, object TEXT NOT NULL,
  records INTEGER NOT NULL DEFAULT 0, quarantined INTEGER NOT NULL DEFAULT 0,
  UNIQUE (connection, object)
);

CREATE TABLE record (
  rid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stream INTEGER NOT NULL REFERENCES stream (sid), list TEXT,
  remote_id TEXT, kind TEXT NOT NULL DEFAULT '', seq INTEGER NOT NULL DEFAULT 0,
  name TEXT, title TEXT, company TEXT, owner TEXT, industry TEXT, employees REAL, stages TEXT, amount REAL, closing_at INTEGER,
  probability REAL, closed_at INTEGER, type TEXT, happens_at INTEGER, status TEXT, source TEXT, display_order REAL,
  created_at INTEGER, updated_at INTEGER, quarantined TEXT, seen_at INTEGER,
  raw_json TEXT, remote_json TEXT, view_json TEXT
);
CREATE UNIQUE INDEX record_by_remote_id ON record (stream, remote_id, kind) WHERE remote_id IS NOT NULL;

${(
  [
    ['contact', ['name', 'title', 'company', 'owner', 'created_at', 'updated_at']],
    ['company', ['name', 'industry', 'employees', 'owner', 'created_at', 'updated_at']],
    ['deal', ['name', 'stages', 'amount', 'closing_at', 'probability', 'owner', 'closed_at', 'created_at', 'updated_at']],
    ['event', ['happens_at', 'name', 'type', 'owner', 'created_at', 'updated_at']],
    ['lead', ['name', 'company', 'status', 'source', 'owner', 'created_at', 'updated_at']],
    ['pipeline', ['name', 'display_order', 'created_at', 'updated_at']],
    ['user', ['name', 'created_at', 'updated_at']],
  ] as const
)
  .flatMap(([object, columns]) =>
    columns.map((column) => `CREATE INDEX ${object}_by_${column} ON record (stream, ${column}) WHERE list = '${object}';`),
  )
  .join('\n')}

CREATE TRIGGER record_added AFTER INSERT ON record WHEN NEW.list IS NOT NULL BEGIN
  UPDATE stream SET records = records + 1 WHERE sid = NEW.stream;
END;
CREATE TRIGGER record_removed AFTER DELETE ON record WHEN OLD.list IS NOT NULL BEGIN
  UPDATE stream SET records = records - 1 WHERE sid = OLD.stream;
END;
CREATE TRIGGER record_shown AFTER UPDATE OF list ON record WHEN (OLD.list IS NULL) <> (NEW.list IS NULL) BEGIN
  UPDATE stream SET records = records + iif(NEW.list IS NULL, -1, 1) WHERE sid = NEW.stream;
END;

CREATE TABLE link (owner INTEGER NOT NULL, rel TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (owner, rel, target)) WITHOUT ROWID;
CREATE INDEX link_by_target ON link (target, rel, owner);

CREATE TABLE id_map (record_id TEXT PRIMARY KEY, stream INTEGER NOT NULL, remote_id TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX id_map_by_remote_id ON id_map (stream, remote_id);
`
