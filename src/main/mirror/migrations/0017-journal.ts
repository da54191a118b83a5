/** The log of the sync. */

/*
 * journal  object null: the connection as a whole; kind: of the event, for filters; event: its JSON. Numbers only grow, so that a
 *          window that shows the log can ask for what is older
 */
export const journal = `
CREATE TABLE journal (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, connection TEXT NOT NULL, object TEXT, kind TEXT NOT NULL, event TEXT NOT NULL
);
CREATE INDEX journal_of_connection ON journal (connection, id);
`
