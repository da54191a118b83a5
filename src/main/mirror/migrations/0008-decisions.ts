/** What a person decided, as long as it can be taken back; and what the CRM made of what we sent. */

/*
 * change   decided    JSON: the change and its disputes as they were before it was decided, and what was decided; null: it never was
 *          rewritten  JSON [{path, sent, kept}]: fields that the CRM stored otherwise than we sent them; null: none
 */
export const decisions = `
ALTER TABLE change ADD COLUMN decided TEXT;
ALTER TABLE change ADD COLUMN rewritten TEXT;
`
