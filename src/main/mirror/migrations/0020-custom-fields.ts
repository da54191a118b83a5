/** What the CRM says of its custom fields, and of what it was last asked. */

/*
 * custom_field       one row a definition: position: its place in the CRM's list; json: as it came
 * custom_field_pull  one row a connection: at: when the list was last read; supported: 0 where the CRM offers none
 *
 * The words of custom fields are searched from here on: every record is indexed once more.
 */
export const customFields = `
CREATE TABLE custom_field (
  connection TEXT NOT NULL, object TEXT NOT NULL, slug TEXT NOT NULL, position INTEGER NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (connection, object, slug)
) WITHOUT ROWID;
CREATE TABLE custom_field_pull (connection TEXT PRIMARY KEY, at INTEGER NOT NULL, supported INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO search_backlog (rid) SELECT rid FROM record;
`
