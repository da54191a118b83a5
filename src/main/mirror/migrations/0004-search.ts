/** Full text: words of the view by row of `record`; the text itself is not kept twice. */

/*
 * search          scope: s‹stream›, so that one connection's matches are found without reading the others'
 * search_backlog  rows whose words are not in the index yet: many are indexed at once for an eighth of the cost
 */
export const search = `
CREATE VIRTUAL TABLE search USING fts5 (
  scope, name, company, title, email, phone, other,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
CREATE TABLE search_backlog (rid INTEGER PRIMARY KEY);
`
