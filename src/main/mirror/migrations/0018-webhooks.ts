/** What the CRM told by itself: which records to read again, and what was told before. */

/*
 * webhook_hint     one row a record that was told of and not read since. event: deleted once any delivery said so; arrived: rises with each
 *                  delivery, so that one that comes during the read is not taken for read; next_at: not before that, after a failed try; 0 at once
 * webhook_seen     what genuine deliveries are known by, so that the same bytes once more do nothing; kept for 30 days
 * webhook_hearing  the last news of a type that came by itself; gone when a poll found news that nobody had told of
 * webhook_log      one row a connection. webhooks: the subscriptions as the CRM last listed them, JSON, null before; repeated: deliveries
 *                  that were here before
 */
export const webhooks = `
CREATE TABLE webhook_hint (
  connection TEXT NOT NULL, object TEXT NOT NULL, remote_id TEXT NOT NULL, event TEXT NOT NULL, arrived INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL, PRIMARY KEY (connection, object, remote_id)
) WITHOUT ROWID;
CREATE INDEX webhook_hint_by_age ON webhook_hint (connection, arrived);
CREATE TABLE webhook_seen (
  connection TEXT NOT NULL, fingerprint TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (connection, fingerprint)
) WITHOUT ROWID;
CREATE INDEX webhook_seen_by_age ON webhook_seen (at);
CREATE TABLE webhook_hearing (
  connection TEXT NOT NULL, object TEXT NOT NULL, told_at INTEGER NOT NULL, PRIMARY KEY (connection, object)
) WITHOUT ROWID;
CREATE TABLE webhook_log (
  connection TEXT PRIMARY KEY, webhooks TEXT, listed_at INTEGER, received INTEGER NOT NULL DEFAULT 0, repeated INTEGER NOT NULL DEFAULT 0,
  last_at INTEGER
) WITHOUT ROWID;
`
