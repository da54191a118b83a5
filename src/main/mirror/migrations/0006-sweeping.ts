/** Sweeps that go on after a restart, and what they found. */

/*
 * sweep     daily    1: comes by itself and goes on after a restart; 0: on demand, ends with the run
 *           resume   the reader's own JSON of where a daily one goes on; null at its beginning
 * sweep_log one row a stream that was ever swept
 *           ended_at when the last complete one ended (ms), on demand ones too
 *           missed   records that the polls should have brought and a sweep found, over all time
 *           doubted  1: the last listing lacked so much that exists that it was not believed
 *           by_stamp 1: the next one lists by update stamp instead of by creation
 * missing   records that a complete listing did not name and that can't be read by id; since: when that was first seen (ms)
 */
export const sweeping = `
ALTER TABLE sweep ADD COLUMN daily INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sweep ADD COLUMN resume TEXT;
CREATE TABLE sweep_log (
  stream INTEGER PRIMARY KEY, ended_at INTEGER, missed INTEGER NOT NULL DEFAULT 0, doubted INTEGER NOT NULL DEFAULT 0,
  by_stamp INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE missing (rid INTEGER PRIMARY KEY, stream INTEGER NOT NULL, since INTEGER NOT NULL);
`
