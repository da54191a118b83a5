/** What never goes by itself, what never gets through, and what a person is shown to tell whether it is there already. */

/*
 * change   review         1: a proposal, which waits for the rep in automatic mode too; null: it may go by itself there
 *          failing_since  when the first of the tries in `attempts` came to nothing (ms); null: none has
 *          candidates     JSON [{remoteId, name, document}]: records in the CRM that a create in doubt may have become; null: none
 */
export const review = `
ALTER TABLE change ADD COLUMN review INTEGER;
ALTER TABLE change ADD COLUMN failing_since INTEGER;
ALTER TABLE change ADD COLUMN candidates TEXT;
`
