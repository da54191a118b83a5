/**
 * What is in the second account that one can sign in to: records of its own, from a seed of its own, so that two connections show
 * two CRMs and whoever mixes them up finds out. Made when it is first asked for.
 */
import { createWrites, type Writes } from '../api/writes'
import type { Counts } from '../counts'
import { createEffects } from '../faults/effects'
import { createDefinitions, type Definitions } from '../store/definitions'
import { createLists, type Lists } from '../store/lists'
import { openStore } from '../store/open-store'
import { createRecords, type Records } from '../store/records'

export interface AccountData {
  readonly records: Records
  readonly lists: Lists
  readonly writes: Writes
  readonly definitions: Definitions
  close(): void
}

const SECOND_COUNTS: Counts = { contact: 60, company: 20, deal: 25, event: 40, lead: 12, pipeline: 2 }
/** Far from the seeds that people choose. */
const SEED_APART = 7919

export interface AccountDataParts {
  /** The first account's file; null in memory. */
  readonly file: string | null
  readonly seed: number
  readonly now: () => number
}

export function openSecondAccount({ file, seed, now }: AccountDataParts): AccountData {
  const beside = file === null || file === ':memory:' ? ':memory:' : `${file}.second`
  const opened = openStore({ file: beside, counts: SECOND_COUNTS, seed: seed + SEED_APART, onProgress: () => undefined })
  const records = createRecords(opened.store)
  const definitions = createDefinitions(opened.store)
  return {
    records,
    definitions,
    lists: createLists(opened.store),
    writes: createWrites({ records, definitions, effects: createEffects(), now }),
    close: () => opened.close(),
  }
}
