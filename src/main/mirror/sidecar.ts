/**
 * The copy of what can't be had again: the open changes, with the records they are about, outside the mirror. The mirror can always be
 * downloaded anew; what the rep typed can't. With it go the number and the name of the last commit: the copy is the witness of what the
 * mirror must hold.
 *
 * It is kept in two places by turns, so that no moment and no single damaged file takes both. A small copy is written whole with each
 * commit. Above 256 KB, after an import, a commit adds a line to the place last written, for a whole one would make every later
 * keystroke pay; `compact`, when nothing else is to do, makes it one picture again.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { changeColumns, type ChangeRow, type ConflictRow, OPEN } from './change-row'
import { readCommitMark } from './commit-mark'
import { appendDurably, writeDurably } from './durable-file'
import type { Copied, CopiedId, CopiedRecord, EndedChange, Sidecar } from './sidecar-format'
import { decodeSidecar, encodeLine } from './sidecar-format'
import { handleOf, type ReadDb, type WriteDb } from './sql'

/** Where the copy is kept: the place beside the mirror, and the one apart. */
export type SidecarPlaces = readonly [string, string]

/** From this size on a commit adds a line. */
const WHOLE_UP_TO_BYTES = 256 * 1024
/** Changes that ended are remembered as such: enough to outlast any log that was lost. */
const MOST_ENDED = 500

export interface SidecarKeeper {
  /** Copies what the last commits touched. Durable when it returns; throws what the disk said when neither place takes it. */
  save(): void
  /** Makes one picture of many lines, where there are any. */
  compact(): void
  /** Writes both places: after a removal that must be real, neither may hold what was removed. */
  saveInBoth(): void
}

/** `known`: the newest copy that is there already. */
export function keepSidecar(db: WriteDb, places: SidecarPlaces, known: Sidecar | null): SidecarKeeper {
  // The next whole copy goes to the place that holds the older one.
  let next = olderPlace(places)
  const { uncopied } = handleOf(db).state
  /** The place that holds the newest picture of this process, and its length; null before the first. */
  let current: { readonly place: string; bytes: number; lines: number } | null = null

  const saveWhole = (): void => {
    const text = encodeLine({ ...facts(db), ...copyOf(db, null) })
    const [first, second] = next === 0 ? places : [places[1], places[0]]
    const place = firstThatTakes([first, second], text)
    current = { place, bytes: Buffer.byteLength(text), lines: 0 }
    next = place === places[0] ? 1 : 0
    uncopied.clear()
  }

  return {
    save() {
      if (uncopied.size === 0 && (current !== null || holdsAll(db, known))) return
      if (current === null || current.bytes < WHOLE_UP_TO_BYTES) return saveWhole()
      const touched = [...uncopied]
      const line = encodeLine({ ...facts(db), ...copyOf(db, touched), touched })
      try {
        appendDurably(current.place, line)
      } catch {
        // What was half written there ends that file's good part; the other place gets a whole one, or says why not.
        return saveWhole()
      }
      current = { ...current, bytes: current.bytes + Buffer.byteLength(line), lines: current.lines + 1 }
      uncopied.clear()
    },
    compact() {
      if (current !== null && current.lines > 0) saveWhole()
    },
    saveInBoth() {
      saveWhole()
      saveWhole()
    },
  }
}

/** The newest copy that can be believed, or null where there is none. */
export function readSidecar(places: SidecarPlaces): Sidecar | null {
  return places.map(readPlace).reduce((newest, each) => (each && (newest === null || each.commits > newest.commits) ? each : newest), null)
}

/** A process that only reads need not write the copy anew. */
function holdsAll(db: ReadDb, known: Sidecar | null): boolean {
  if (known === null) return db.get(`SELECT 1 FROM change LIMIT 1`) === undefined
  const { changes, conflicts } = copyOf(db, null)
  return known.mirror === readCommitMark(db).mirror && JSON.stringify([changes, conflicts]) === JSON.stringify([known.changes, known.conflicts])
}

function readPlace(place: string): Sidecar | null {
  let text: string
  try {
    text = readFileSync(place, 'utf8')
  } catch {
    // Not there yet, or not readable: then the other place is the witness.
    return null
  }
  return decodeSidecar(text)
}

function olderPlace(places: SidecarPlaces): 0 | 1 {
  const [one, other] = places.map(readPlace)
  return one && (!other || one.commits >= other.commits) ? 1 : 0
}

function firstThatTakes(places: readonly string[], text: string): string {
  let trouble: unknown
  for (const place of places) {
    try {
      makeFolder(dirname(place))
      writeDurably(place, text)
      return place
    } catch (error) {
      trouble = error
    }
  }
  throw trouble
}

/** The workspace's own folder is never made here: where it is gone, it was moved, and must not be there twice. */
function makeFolder(folder: string): void {
  if (!existsSync(folder) && existsSync(dirname(folder))) mkdirSync(folder, { mode: 0o700 })
}

function facts(db: ReadDb): Omit<Sidecar, keyof Copied> {
  const highest = db.get<{ readonly seq: number }>(`SELECT seq FROM sqlite_sequence WHERE name = 'change'`)?.seq ?? 0
  return { version: 2, ...readCommitMark(db), highest }
}

/** Of these changes, or of all. */
function copyOf(db: ReadDb, only: readonly number[] | null): Copied {
  const chosen = only === null ? null : JSON.stringify(only)
  const among = '(?1 IS NULL OR c.id IN (SELECT value FROM json_each(?1)))'
  const changes = db.all<ChangeRow>(`SELECT ${changeColumns.join(', ')} FROM change c WHERE state IN ${OPEN} AND ${among} ORDER BY c.id`, chosen)
  return {
    changes,
    conflicts: db.all<ConflictRow>(
      `SELECT f.* FROM conflict_field f JOIN change c ON c.id = f.change_id WHERE c.state IN ${OPEN} AND ${among} ORDER BY f.change_id, f.path`,
      chosen,
    ),
    records: db.all<CopiedRecord>(
      `SELECT DISTINCT r.id, c.connection, c.object, r.remote_id, r.remote_json FROM change c JOIN record r ON r.id = c.record_id
        WHERE c.state IN ${OPEN} AND ${among} ORDER BY r.id`,
      chosen,
    ),
    ids: idsFor(db, changes, only),
    ended: db.all<EndedChange>(
      `SELECT id, client_key, state FROM change c WHERE state NOT IN ${OPEN} AND ${among} ORDER BY updated_at DESC, id DESC LIMIT ${MOST_ENDED}`,
      chosen,
    ),
  }
}

/** What the CRM calls the records made here that the changes name, and those that were made lately: nobody may make them twice. */
function idsFor(db: ReadDb, changes: readonly ChangeRow[], only: readonly number[] | null): readonly CopiedId[] {
  const named = new Set(changes.flatMap(({ record_id, patch, data }) => [record_id, ...(`${patch}${data ?? ''}`.match(/new_[a-z2-7]{26}/g) ?? [])]))
  return db.all<CopiedId>(
    `SELECT m.record_id, s.connection, s.object, m.remote_id FROM id_map m JOIN stream s ON s.sid = m.stream
      WHERE m.record_id IN (SELECT value FROM json_each(?1))
         OR m.record_id IN (SELECT record_id FROM (SELECT c.record_id FROM change c WHERE c.kind = 'create' AND c.state = 'pushed'
            AND (?2 IS NULL OR c.id IN (SELECT value FROM json_each(?2))) ORDER BY c.updated_at DESC LIMIT ${MOST_ENDED}))
      ORDER BY m.record_id`,
    JSON.stringify([...named]),
    only === null ? null : JSON.stringify(only),
  )
}
