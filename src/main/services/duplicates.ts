/** Records that look like one: the list of them, who is like a record that is being typed, and making one of several. */
import { fail } from '../../shared/failure'
import type { LikeRecord } from '../../shared/model/duplicates'
import type { JsonObject } from '../../shared/model/json'
import { displayName, textOf } from '../../shared/model/record'
import { keysOfDocument, plainName } from '../mirror/match-keys'
import { likeRecords, plainNames, rowsWithKey, setDistinct } from '../mirror/duplicates'
import { findRecordId } from '../mirror/identity'
import type { CommandHandlers } from './dispatch'
import { findDuplicates, isNear } from './duplicates/find'
import { mergeRecords } from './duplicates/merge'
import { turn } from './jobs'
import { keysUpToDate } from './known-records'
import { requireConnection, type Workbench } from './workbench'

type DuplicateCommand = Extract<keyof CommandHandlers, `duplicates.${string}`>

/** As many as the form has room for, and one to know that there are more. */
const MOST_LIKE = 6
const COLLEAGUES = 200

export function duplicateHandlers(bench: Workbench): Pick<CommandHandlers, DuplicateCommand> {
  const { db, jobs, settings } = bench
  return {
    'duplicates.list': ({ connection, object, limit }) => {
      requireConnection(settings, connection)
      return jobs.run(`duplicates ${connection} ${object}`, async (signal) => {
        const between = async (): Promise<void> => {
          await turn()
          signal.throwIfAborted()
        }
        try {
          await keysUpToDate(db, between)
          return await findDuplicates(db, { connection, object, limit, between })
        } catch (error) {
          if (signal.aborted) return null
          throw error
        }
      })
    },
    'duplicates.like': async ({ connection, object, data }) => {
      requireConnection(settings, connection)
      await keysUpToDate(db, turn)
      return likeDocument(bench, connection, object, data)
    },
    'duplicates.distinct': ({ connection, object, ids, distinct }) => {
      requireConnection(settings, connection)
      const own = ids.map((id) => findRecordId(db, connection, object, id) ?? fail({ kind: 'not-found', what: object, id }))
      setDistinct(db, connection, own, distinct)
      return null
    },
    'duplicates.merge': (input) => {
      requireConnection(settings, input.connection)
      return mergeRecords(bench, input)
    },
  }
}

/** Same e-mail, phone or domain; for a contact a near name in the same company, for a company the same name. */
function likeDocument(
  { db }: Workbench,
  connection: Parameters<typeof rowsWithKey>[1],
  object: 'contact' | 'company',
  data: JsonObject,
): readonly LikeRecord[] {
  const found = new Set<number>()
  const keys = keysOfDocument(db, connection, object, data)
  const name = displayName(object, data)
  for (const key of keys) {
    const isSure = key.startsWith('e:') || key.startsWith('p:') || key.startsWith('d:') || (object === 'company' && key.startsWith('n:'))
    if (isSure) for (const rid of rowsWithKey(db, connection, object, key, MOST_LIKE)) found.add(rid)
    if (!key.startsWith('w:') || name === null || !isTyped(data)) continue
    const names = plainNames(db, object, rowsWithKey(db, connection, object, key, COLLEAGUES))
    const typed = plainName(object, name)
    for (const [rid, other] of names) if (other === typed || isNear(other, typed)) found.add(rid)
  }
  return [...likeRecords(db, [...found].slice(0, MOST_LIKE)).values()]
}

/** A name that comes from an e-mail alone is none to compare. */
function isTyped(data: JsonObject): boolean {
  return ['name', 'first_name', 'last_name'].some((path) => textOf(data, path) !== null)
}
