/** What never goes by itself. */

/*
 * change   review   1: a proposal, which waits for the rep in automatic mode too; null: it may go by itself there
 */
export const review = `
ALTER TABLE change ADD COLUMN review INTEGER;
`
