/**
 * What the rep did, written down by somebody who does not ask the engine: every value that was acknowledged, what the rep was looking
 * at, and what became of it by the rep's own choice. The judge compares this with what the CRM did and what the engine shows.
 */
import { isLocalId } from '../../../src/main/mirror/identity'
import type { FieldPath } from '../../../src/shared/model/field-path'
import type { Json, JsonObject } from '../../../src/shared/model/json'
import type { Change } from '../../../src/shared/sync/change'
import type { ModelServer } from '../model-server'
import { entryKey, holdsMark, type Mirrored } from './fields'

/** A record that the rep touched. */
export interface Subject {
  readonly object: Mirrored
  /** Ours, of a record made here or made anew. */
  localId: string | null
  remoteId: string | null
  /** What the CRM called it before it was made anew: links that name it so follow it. */
  readonly formerIds: string[]
  /** That it alone has. */
  readonly name: string | null
  /** The rep asked for its deletion, at any time; `saw`: what they were looking at then. */
  deletedAt: number | null
  readonly deletions: JsonObject[]
  /** Values that came back by the rep's wish (reversed, restored): they may be sent again. */
  readonly wished: { readonly path: string; readonly value: Json }[]
}

/**
 *   live       it must be somewhere: on its way, in the CRM, in a conflict, refused
 *   replaced   by a later choice of the rep
 *   unknown    its save was not acknowledged: it may be there or not
 */
export type Fate = 'live' | 'replaced' | 'unknown'

/** One field that was typed once. */
export interface Typed {
  readonly subject: Subject
  readonly path: FieldPath
  /** What tells the value apart; null where the field was cleared, or an entry was only taken out. */
  readonly mark: string | null
  readonly value: Json
  /** What the field held, as far as the rep knew. */
  readonly saw: Json[]
  /** Keys of list entries that were taken out. */
  readonly tookOut: readonly string[]
  fate: Fate
  arrived: boolean
}

export interface Ledger {
  readonly subjects: Subject[]
  readonly typed: Typed[]
  /** The record by the CRM's id or, before it has one, ours. */
  subjectOf(object: Mirrored, id: string): Subject
  /** Made here, or made again. */
  made(subject: Pick<Subject, 'object' | 'localId' | 'name'>): Subject
  /** How many records of that name the rep wanted to have made. */
  readonly wanted: Map<string, number>
  /** One more record of that name. */
  want(name: string | null): void
  of(subject: Subject, path?: string): readonly Typed[]
  /** Reads what the CRM did since the last time. */
  absorb(server: ModelServer): void
  /** After the rep chose something that may take back or bring back values: what is shown now is live, the rest is not. */
  chosen(subject: Subject, paths: readonly string[] | null, open: readonly Change[]): void
}

export function createLedger(nameOf: (object: Mirrored, id: string) => string | null): Ledger {
  const subjects: Subject[] = []
  const typed: Typed[] = []
  const wanted = new Map<string, number>()
  let absorbed = 0

  const ledger: Ledger = {
    subjects,
    typed,
    wanted,
    subjectOf(object, id) {
      const known = subjects.findLast((each) => each.object === object && (each.remoteId === id || each.localId === id))
      if (known) return known
      // One that was made by a save nobody heard the answer of, or that goes back to being ours alone: it has only our id.
      const ids = isLocalId(id) ? { localId: id, remoteId: null } : { localId: null, remoteId: id }
      const met: Subject = { object, ...ids, formerIds: [], name: nameOf(object, id), deletedAt: null, deletions: [], wished: [] }
      subjects.push(met)
      return met
    },
    made(subject) {
      const made: Subject = { ...subject, remoteId: null, formerIds: [], deletedAt: null, deletions: [], wished: [] }
      subjects.push(made)
      ledger.want(subject.name)
      return made
    },
    want(name) {
      if (name !== null) wanted.set(name, (wanted.get(name) ?? 0) + 1)
    },
    of: (subject, path) => typed.filter((each) => each.subject === subject && (path === undefined || each.path === path)),
    absorb(server) {
      for (const { kind, object, id, after } of server.effects.slice(absorbed)) {
        if (kind === 'create') {
          const subject = subjects.findLast((each) => each.object === object && each.name !== null && each.name === after?.['name'])
          if (subject && subject.remoteId !== null && subject.remoteId !== id) subject.formerIds.push(subject.remoteId)
          if (subject) subject.remoteId = id
        }
        if (after === null) continue
        for (const each of typed) {
          if (each.mark !== null && !each.arrived && each.subject.remoteId === id && each.subject.object === object)
            each.arrived = holdsMark(after, each.mark)
        }
      }
      absorbed = server.effects.length
    },
    chosen(subject, paths, open) {
      for (const each of ledger.of(subject)) {
        if (each.mark === null || each.arrived || each.fate === 'unknown' || (paths !== null && !paths.includes(each.path))) continue
        each.fate = isShown(each, youngest(each, open)) ? 'live' : 'replaced'
      }
    },
  }
  return ledger
}

/** Whether an open change of the record holds the value. */
export function isShown({ subject, path, mark }: Typed, open: readonly Change[]): boolean {
  if (mark === null) return false
  return open.some(
    (change) =>
      isOf(change, subject) &&
      change.fields.some(
        (field) =>
          (field.path === path || field.path.startsWith(`${path}.`)) && (holdsMark(field.new, mark) || holdsMark(field.conflict?.mine, mark)),
      ),
  )
}

/** Of the open changes of the field the last one made: what an older one holds was replaced by it, whatever the rep chose since. */
function youngest({ subject, path }: Typed, open: readonly Change[]): readonly Change[] {
  const concerned = open.filter(
    (change) => isOf(change, subject) && change.fields.some((field) => field.path === path || field.path.startsWith(`${path}.`)),
  )
  return concerned.toSorted((a, b) => Number(a.id) - Number(b.id)).slice(-1)
}

export function isOf(change: Change, { object, localId, remoteId }: Subject): boolean {
  return change.object === object && ((localId !== null && change.recordId === localId) || (remoteId !== null && change.remoteId === remoteId))
}

export function keysOf(list: readonly Json[]): readonly string[] {
  return list.map(entryKey)
}
