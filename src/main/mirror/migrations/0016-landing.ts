/** By what records are recognised, and batches that land in slices. */

/*
 * match_key      a way in which a record may be known: key is e:‹e-mail› p:‹last digits› d:‹domain› n:‹words of the name› (see
 *                match-keys.ts). Made when somebody needs it, not while records come in
 * match_backlog  rows whose keys are not up to date
 * not_duplicate  two records of which a person said that they are not one; a is the smaller id
 * landing        a batch of many edits, made in several transactions. state: landing until the last slice, then releasing, then made;
 *                taking-back where it ended before, or is undone
 * landing_step   what one edit of it was before and after, as in edit_step. before, after: [{id, row of change or null}]
 * edit_step      landing: the step takes back that landing, whole; null: an edit of its own
 */
export const landing = `
CREATE TABLE match_key (stream INTEGER NOT NULL, key TEXT NOT NULL, rid INTEGER NOT NULL, PRIMARY KEY (stream, key, rid)) WITHOUT ROWID;
CREATE INDEX match_key_by_rid ON match_key (rid);
CREATE TABLE match_backlog (rid INTEGER PRIMARY KEY);
INSERT INTO match_backlog (rid) SELECT rid FROM record;
CREATE TABLE not_duplicate (a TEXT NOT NULL, b TEXT NOT NULL, connection TEXT NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;

CREATE TABLE landing (
  id INTEGER PRIMARY KEY AUTOINCREMENT, connection TEXT NOT NULL, batch TEXT NOT NULL, state TEXT NOT NULL, at INTEGER NOT NULL
);
CREATE TABLE landing_step (
  step INTEGER PRIMARY KEY AUTOINCREMENT, landing INTEGER NOT NULL, connection TEXT NOT NULL, object TEXT NOT NULL, record_id TEXT NOT NULL,
  at INTEGER NOT NULL, paths TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL
);
CREATE INDEX landing_step_by_landing ON landing_step (landing, step);
ALTER TABLE edit_step ADD COLUMN landing INTEGER;
`
