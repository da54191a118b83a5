/**
 * Every commit of a person's work has a number and a name, written in its own transaction. Both are copied out with the open changes,
 * so a mirror that lost commits is recognised; and after a commit that failed, the name says whether it happened all the same.
 */
import type { ReadDb, WriteDb } from './sql'

export interface CommitMark {
  /** Which mirror: given when the file was made. */
  readonly mirror: string
  readonly commits: number
  /** The name of the last one; '' before the first. */
  readonly last: string
}

export function readCommitMark(db: ReadDb): CommitMark {
  const rows = db.all<{ readonly name: string; readonly value: string | number }>(
    `SELECT name, value FROM meta WHERE name IN ('mirror_id', 'commits', 'last_commit')`,
  )
  const facts = Object.fromEntries(rows.map(({ name, value }) => [name, value]))
  return { mirror: String(facts['mirror_id'] ?? ''), commits: Number(facts['commits'] ?? 0), last: String(facts['last_commit'] ?? '') }
}

/** Part of the transaction that it names. */
export function markCommit(db: WriteDb, name: string): void {
  db.run(`INSERT INTO meta (name, value) VALUES ('commits', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1`)
  db.run(`INSERT OR REPLACE INTO meta (name, value) VALUES ('last_commit', ?)`, name)
}

/** A mirror that was given the changes of another goes on counting from there, so that the newer copy can always be told. */
export function countOnFrom(db: WriteDb, commits: number): void {
  db.run(`INSERT INTO meta (name, value) VALUES ('commits', ?1) ON CONFLICT (name) DO UPDATE SET value = max(value, ?1)`, commits)
}
