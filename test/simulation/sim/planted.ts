/**
 * Bugs to plant: mistakes that a sync engine is likely to have, each with the number of seeds within which the simulation has to find
 * it. docs/simulation.md says which one finds each.
 */
import type { Mutation } from './bundle.ts'

export interface PlantedBug extends Mutation {
  readonly budget: number
}

const decide = 'src/main/sync/decide'
const run = 'src/main/sync/run'
const mirror = 'src/main/mirror'
const merge = 'src/shared/sync/merge-field.ts'

export const planted: readonly PlantedBug[] = [
  {
    name: 'no overlap',
    what: 'the next poll asks from the very moment at which the last one began',
    file: `${decide}/next-bound.ts`,
    find: 'wholeSecond((time - OVERLAP_MS) as Instant)',
    replace: 'wholeSecond(time)',
    budget: 15,
  },
  {
    name: 'strictly greater',
    what: 'a poll leaves out the second at which its bound lies',
    file: 'src/main/connectors/unified/unified.ts',
    find: `query['updated_gte'] = wholeSeconds(request.updatedSince)`,
    replace: `query['updated_gte'] = wholeSeconds((request.updatedSince + 1000) as Instant)`,
    budget: 40,
  },
  {
    name: 'checkpoint from the newest stamp',
    what: 'the next poll asks from the newest stamp seen',
    file: `${decide}/next-bound.ts`,
    find: 'const clocksAgree =',
    replace: 'if (newest !== null) return newest\n  const clocksAgree =',
    budget: 15,
  },
  {
    name: 'absence is deletion',
    what: 'what a listing does not name is removed without being read by its id',
    file: `${run}/confirm-missing.ts`,
    find: 'const firsts = await readById(parts, tally, object, sample, patience)',
    replace: `const firsts = new Map(sample.map((id) => [id, 'gone' as const]))`,
    budget: 15,
  },
  {
    name: 'the record is clean',
    what: 'a confirmed change closes every other change of its record',
    file: `${mirror}/settle.ts`,
    find: `moveChange(db, row.id, 'arrive', { error: null, next_at: null, updated_at: now })`,
    replace: `for (const each of openRows(db, row.record_id)) updateChange(db, each.id, { state: 'pushed', error: null, next_at: null, updated_at: now })`,
    budget: 15,
  },
  {
    name: 'the base is forgotten',
    what: 'whatever the CRM holds, the rep’s value is laid over it',
    file: merge,
    find: `if (sameValue(kind, theirs, base)) return { kind: 'merged', value: mine }`,
    replace: `if (theirs !== base || true) return { kind: 'merged', value: mine }`,
    budget: 40,
  },
  {
    name: 'a create is sent again',
    what: 'a create without an answer is not looked for',
    file: `${run}/push-change.ts`,
    find: `case 'unknown':\n      return lookLater(parts, item, outcome)`,
    replace: `case 'unknown':\n      return onTrouble(parts, item, outcome)`,
    budget: 15,
  },
  {
    name: 'a stale page is applied',
    what: 'an answer that left earlier than one we hold wins over it',
    file: `${mirror}/apply.ts`,
    find: 'if (seq > Math.max(row.seq, confirmed)) return false',
    replace: 'if (seq >= 0 || confirmed > 0) return false',
    budget: 40,
  },
  {
    name: 'no step back',
    what: 'a page is taken to follow on, whatever it begins with',
    file: `${decide}/plan-pull.ts`,
    find: 'return known.length === 0 || (known.length === 1 && known[0] !== [...position.seen.keys()].at(-1))',
    replace: 'return known.length < 0',
    budget: 60,
  },
  {
    name: 'the checkpoint goes first',
    what: 'how far a walk got is written before the rows that it covers',
    file: `${run}/apply-page.ts`,
    find: `const reports: ApplyReport[] = []`,
    replace: `const reports: ApplyReport[] = []\n  if (input.checkpoint) transaction(db, 'pulled', input.checkpoint)`,
    budget: 60,
  },
  {
    name: 'dirty records are skipped',
    what: 'what comes for a record with open changes is left aside',
    file: `${mirror}/apply.ts`,
    find: 'else if (isStale(db, row, record, input)) {',
    replace: 'else if (row.view_json !== null || isStale(db, row, record, input)) {',
    budget: 15,
  },
  {
    name: 'only what changed is sent',
    what: 'a replace names the changed fields alone, and the rest is cleared there',
    file: `${decide}/merge.ts`,
    find: 'withPatch(object, record, field), theirs)',
    replace: 'withPatch(object, record, field), {})',
    budget: 15,
  },
  {
    name: 'an old base is sent back',
    what: 'a replace is made of the record as the mirror last saw it',
    file: `${run}/push-change.ts`,
    find: 'planUpdate({ object, fields, theirs: read.record?.document ?? null, seen: item.base })',
    replace: 'planUpdate({ object, fields, theirs: read.record === null ? null : item.base, seen: item.base })',
    budget: 15,
  },
  {
    name: 'no second look',
    what: 'a create that one listing does not show is sent again',
    file: `${run}/probe.ts`,
    find: `return wasMissingBefore(parts, item) ? { kind: 'not-there' } : { kind: 'look-again' }`,
    replace: `return { kind: wasMissingBefore(parts, item) ? 'not-there' : 'not-there' }`,
    budget: 15,
  },
  {
    name: 'typed while it was sent',
    what: 'an edit joins a change that is on its way, and is called pushed with it',
    file: `${mirror}/edits.ts`,
    find: `row.kind === 'update' && row.state === 'waiting' && row.approved_at === null && isUnsent(row)`,
    replace: `row.kind === 'update' && row.state !== 'conflict'`,
    budget: 15,
  },
  {
    name: 'no sidecar',
    what: 'the copy of the open changes is not written',
    file: `${mirror}/sidecar.ts`,
    find: 'if (uncopied.size === 0 && (current !== null || holdsAll(db, known))) return',
    replace: 'if (uncopied.size >= 0) return',
    budget: 30,
  },
  {
    name: 'a crash forgets a create',
    what: 'a create that was on its way simply waits again after a start',
    file: `${mirror}/recovery.ts`,
    find: `moveChange(db, row.id, row.kind === 'create' ? 'look' : 'return', { uncertain: 1 })`,
    replace: `moveChange(db, row.id, 'return', { uncertain: 1 })`,
    budget: 15,
  },
  {
    name: 'the later one wins',
    what: 'a conflict is decided by time: what both changed is overwritten',
    file: merge,
    find: `if (merge.kind === 'conflict') return 'disputed'`,
    replace: `if (merge.kind === 'conflict') return 'pending'`,
    budget: 40,
  },
  {
    name: 'the earlier one wins',
    what: 'a conflict is decided by time: what the rep typed is dropped',
    file: merge,
    find: `if (merge.kind === 'conflict') return 'disputed'`,
    replace: `if (merge.kind === 'conflict') return 'settled'`,
    budget: 40,
  },
  {
    name: 'a save does not wait for the disk',
    what: 'an edit is acknowledged before it has reached the disk',
    file: `${mirror}/transaction.ts`,
    find: `durability === 'person' ? 'FULL' : 'NORMAL'`,
    replace: `durability === 'person' ? 'NORMAL' : 'NORMAL'`,
    budget: 60,
  },
  {
    name: 'unknown fields are dropped',
    what: 'what the model does not know is not sent back',
    file: 'src/main/connectors/unified/normalize.ts',
    find: 'const { id: _id, raw: _raw, created_at: _created, updated_at: _updated, ...body } = document',
    replace: 'const { id: _id, raw: _raw, created_at: _created, updated_at: _updated, mystery: _mystery, ...body } = document',
    budget: 15,
  },
  {
    name: 'a pull shows the CRM’s value',
    what: 'what arrives is shown in place of what the rep typed',
    file: `${mirror}/apply.ts`,
    find: '  refreshView(db, connection, object, row.id)\n',
    replace: `  refreshView(db, connection, object, row.id)\n  db.run('UPDATE record SET view_json = NULL WHERE rid = ?', row.rid)\n`,
    budget: 30,
  },
  {
    name: 'known content is written again',
    what: 'what a poll brings is stored and told of, whether or not it is news',
    file: `${mirror}/apply.ts`,
    find: 'if (row.quarantined !== null || row.remote_json === null) return false',
    replace: 'if (row.rid > 0) return false',
    budget: 15,
  },
  {
    name: 'what can’t be read is skipped',
    what: 'a record in no readable form is neither kept aside nor asked for again',
    file: `${run}/apply-page.ts`,
    find: 'if (isReadable(entry)) continue',
    replace: 'if (isReadable(entry) || entry.reason !== null) continue',
    budget: 60,
  },
]
