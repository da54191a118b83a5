/** How far each pull got, what each CRM can do, what could not be read, and sweeps under way. */

/*
 * checkpoint  bound: the instant from which the next poll asks; walk: the pull's own JSON, null when none is under way
 * capability  what a CRM turned out to be able to do, and how we know
 * quarantine  remote_id null where not even an id was found; fingerprint tells such payloads apart
 * sweep       before: records with a larger rid came after it began and are no candidates
 */
export const pulling = `
CREATE TABLE checkpoint (
  connection TEXT NOT NULL, object TEXT NOT NULL, bound INTEGER, walk TEXT, last_ok_at INTEGER, last_error TEXT, backfilled_at INTEGER,
  PRIMARY KEY (connection, object)
) WITHOUT ROWID;
CREATE TABLE capability (
  connection TEXT NOT NULL, object TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, evidence TEXT NOT NULL, at INTEGER NOT NULL,
  PRIMARY KEY (connection, object, name)
) WITHOUT ROWID;
CREATE TABLE quarantine (
  stream INTEGER NOT NULL, fingerprint TEXT NOT NULL, remote_id TEXT, reason TEXT NOT NULL, at INTEGER NOT NULL, payload TEXT NOT NULL,
  PRIMARY KEY (stream, fingerprint)
);
CREATE TRIGGER quarantine_added AFTER INSERT ON quarantine BEGIN
  UPDATE stream SET quarantined = quarantined + 1 WHERE sid = NEW.stream;
END;
CREATE TRIGGER quarantine_lifted AFTER DELETE ON quarantine BEGIN
  UPDATE stream SET quarantined = quarantined - 1 WHERE sid = OLD.stream;
END;
CREATE TABLE sweep (generation INTEGER PRIMARY KEY AUTOINCREMENT, stream INTEGER NOT NULL, began_at INTEGER NOT NULL, last_rid INTEGER NOT NULL);
CREATE TABLE seen (generation INTEGER NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (generation, rid)) WITHOUT ROWID;
`
