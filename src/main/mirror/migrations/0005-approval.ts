/** Approved now, sent when the CRM can be reached. */

/*
 * change   approved_at  when the rep let it go by itself (ms); null: it waits to be pushed
 *          priority     0 a deal that closes soon, 1 an activity, 2 the rest; null while it is not approved
 */
export const approval = `
ALTER TABLE change ADD COLUMN approved_at INTEGER;
ALTER TABLE change ADD COLUMN priority INTEGER;
`
