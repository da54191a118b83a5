/**
 * Search over all object types, while typing.
 *
 * Ranked by where the words were found: a name counts more than a note. One or two letters match too much to be worth ranking:
 * then names that begin so come first, by the list's own index.
 */
import { isObjectType, type ObjectType, objectTypes } from '../../shared/model/object-type'
import type { ConnectionId } from '../../shared/model/ids'
import type { SearchHit } from '../../shared/model/views'
import { fold } from './fold'
import { matchExpression, shortestWord } from './match'
import { documentOf, factOf, nameOf, type SeenRow, seenColumns } from './rows'
import type { ReadDb } from './sql'

export interface SearchQuery {
  readonly connection: ConnectionId | null
  readonly text: string
  readonly objects: readonly ObjectType[] | null
  readonly limit: number
}

/** Matches that are ranked; beyond that the first ones found will do. */
const MOST_RANKED = 3000
/** By column of the index: scope, name, company, title, email, phone, other. */
const weights = '0, 10, 4, 2, 6, 6, 1'

export function searchRecords(db: ReadDb, query: SearchQuery): readonly SearchHit[] {
  const words = matchExpression(query.text)
  if (words === null) return []
  const streams = streamsOf(db, query)
  if (streams.length === 0) return []
  const hits = new Map<number, SeenRow>()
  if (shortestWord(query.text) < 3) for (const row of namesBeginning(db, streams, query)) hits.set(row.rid, row)
  if (hits.size < query.limit) for (const row of ranked(db, streams, words, query.limit)) hits.set(row.rid, row)
  return [...hits.values()].slice(0, query.limit).map((row) => {
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

interface Stream {
  readonly sid: number
  readonly object: ObjectType
}

function streamsOf(db: ReadDb, { connection, objects }: SearchQuery): readonly Stream[] {
  const rows = db.all<{ readonly sid: number; readonly object: string }>(
    'SELECT sid, object FROM stream WHERE ?1 IS NULL OR connection = ?1',
    connection,
  )
  const wanted = objects ?? objectTypes
  return rows.flatMap(({ sid, object }) => (isObjectType(object) && wanted.includes(object) ? [{ sid, object }] : []))
}

function ranked(db: ReadDb, streams: readonly Stream[], words: string, limit: number): readonly SeenRow[] {
  const scope = streams.map(({ sid }) => `"s${sid}"`).join(' OR ')
  return db.all<SeenRow>(
    `SELECT ${seenColumns}
       FROM (SELECT rowid AS rid, bm25(search, ${weights}) AS score FROM search WHERE search MATCH ? LIMIT ${MOST_RANKED}) f
       CROSS JOIN record r ON r.rid = f.rid CROSS JOIN stream s ON s.sid = r.stream
      WHERE r.list IS NOT NULL
      ORDER BY f.score, r.name, r.rid LIMIT ?`,
    `scope : (${scope}) AND (${words})`,
    limit,
  )
}

function namesBeginning(db: ReadDb, streams: readonly Stream[], { text, limit }: SearchQuery): readonly SeenRow[] {
  const start = fold(text.trim())
  if (start === '') return []
  return streams
    .flatMap(({ sid, object }) =>
      db.all<SeenRow>(
        `SELECT ${seenColumns} FROM record r INDEXED BY ${object}_by_name CROSS JOIN stream s ON s.sid = r.stream
          WHERE r.stream = ? AND r.list = '${object}' AND r.name >= ? AND r.name < ? ORDER BY r.name, r.rid LIMIT ?`,
        sid,
        start,
        `${start}\u{10ffff}`,
        limit,
      ),
    )
    .slice(0, limit)
}
