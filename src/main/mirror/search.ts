/**
 * Search over all object types, while typing.
 *
 * SQLite's own ranking counts every match of every word before it names the first: a common name among a million takes it a quarter of a
 * second. So at most some hundreds are looked at, and ranked by what they are called (`search-ranking.ts`). Where there are more, those
 * whose name holds the words come in by their own, and names that begin so by the list's index: none of these is cut off.
 */
import { isObjectType, type ObjectType, objectTypes } from '../../shared/model/object-type'
import type { ConnectionId } from '../../shared/model/ids'
import type { SearchHit } from '../../shared/model/views'
import { fold } from './fold'
import { longestWord, matchWhileTyping } from './match'
import { documentOf, factOf, nameOf, type SeenRow, seenColumns } from './rows'
import { type Candidate, rankCandidates } from './search-ranking'
import type { ReadDb } from './sql'

export interface SearchQuery {
  readonly connection: ConnectionId | null
  readonly text: string
  readonly objects: readonly ObjectType[] | null
  readonly limit: number
}

/** Matches that are looked at. */
const MOST_RANKED = 600
/** Of more records, those that merely hold a word with that letter are not worth the time it takes to find them. */
const MOST_BY_ONE_LETTER = 50_000
const candidate = 'r.rid, r.name, r.company, r.title'

export function searchRecords(db: ReadDb, query: SearchQuery): readonly SearchHit[] {
  const words = matchWhileTyping(query.text)
  if (words === null) return []
  const streams = streamsOf(db, query)
  if (streams.length === 0) return []
  const found = rankCandidates(candidates(db, streams, words, query), query.text).slice(0, query.limit)
  return wholeRows(db, found).map((row) => {
    const document = documentOf(db, row)
    return {
      id: row.id,
      remoteId: row.remote_id,
      connection: row.connection,
      object: row.object,
      name: nameOf(row.object, document),
      fact: factOf(row.object, document),
    }
  })
}

/** Each record once. */
function candidates(db: ReadDb, streams: readonly Stream[], words: string, query: SearchQuery): readonly Candidate[] {
  const found = new Map<number, Candidate>()
  const add = (rows: readonly Candidate[]): void => {
    for (const row of rows) found.set(row.rid, row)
  }
  const oneLetter = longestWord(query.text) < 2
  if (oneLetter) add(namesBeginning(db, streams, query))
  if (oneLetter && (found.size >= query.limit || streams.reduce((sum, { records }) => sum + records, 0) > MOST_BY_ONE_LETTER))
    return [...found.values()]
  const anywhere = matching(db, streams, words)
  add(anywhere)
  if (anywhere.length < MOST_RANKED) return [...found.values()]
  add(matching(db, streams, `name : (${words})`))
  add(namesBeginning(db, streams, query))
  return [...found.values()]
}

interface Stream {
  readonly sid: number
  readonly records: number
  readonly object: ObjectType
}

function streamsOf(db: ReadDb, { connection, objects }: SearchQuery): readonly Stream[] {
  const rows = db.all<{ readonly sid: number; readonly object: string; readonly records: number }>(
    'SELECT sid, object, records FROM stream WHERE ?1 IS NULL OR connection = ?1',
    connection,
  )
  const wanted = objects ?? objectTypes
  return rows.flatMap(({ sid, object, records }) => (isObjectType(object) && wanted.includes(object) ? [{ sid, object, records }] : []))
}

/** In no order: so many as are looked at. */
function matching(db: ReadDb, streams: readonly Stream[], words: string): readonly Candidate[] {
  const all = db.get<{ readonly n: number }>('SELECT count(*) AS n FROM stream')?.n === streams.length
  // A word that all records have costs a step for each of them, so it is asked for only where it keeps some out.
  const scope = all ? '' : `scope : (${streams.map(({ sid }) => `"s${sid}"`).join(' OR ')}) AND `
  return db.all<Candidate>(
    `SELECT ${candidate} FROM search f CROSS JOIN record r ON r.rid = f.rowid WHERE f.search MATCH ? AND r.list IS NOT NULL LIMIT ${MOST_RANKED}`,
    `${scope}(${words})`,
  )
}

function namesBeginning(db: ReadDb, streams: readonly Stream[], { text, limit }: SearchQuery): readonly Candidate[] {
  const start = fold(text.trim())
  if (start === '') return []
  return streams.flatMap(({ sid, object }) =>
    db.all<Candidate>(
      `SELECT ${candidate} FROM record r INDEXED BY ${object}_by_name
        WHERE r.stream = ? AND r.list = '${object}' AND r.name >= ? AND r.name < ? ORDER BY r.name, r.rid LIMIT ?`,
      sid,
      start,
      `${start}\u{10ffff}`,
      limit,
    ),
  )
}

/** In the order given. */
function wholeRows(db: ReadDb, found: readonly Candidate[]): readonly SeenRow[] {
  return db.all<SeenRow>(
    `SELECT ${seenColumns} FROM json_each(?) f CROSS JOIN record r ON r.rid = f.value CROSS JOIN stream s ON s.sid = r.stream ORDER BY f.key`,
    JSON.stringify(found.map(({ rid }) => rid)),
  )
}
