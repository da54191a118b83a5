/**
 * Says after every step whether what must always be true is true, from the ledger of what the rep did and the list of what the CRM
 * did. It asks the engine only for what a person would see.
 *
 *   lost         I1  a value the rep saved is nowhere
 *   clobbered    I2  a write carries what the rep did not change and the CRM did not hold
 *   doubled      I3  one record made here is two there
 *   deleted      I6  a record went, here or there, that nobody deleted
 *   flickers     I8  the rep does not see what they typed
 *   goes back    I5  an answer that left earlier replaced one that left later
 */
import { recordCount } from '../../../src/main/mirror/counts'
import { listDocuments } from '../../../src/main/mirror/lists'
import { getRecord } from '../../../src/main/mirror/records'
import type { EngineEvent } from '../../../src/shared/contract/events'
import { type FieldPath, readField } from '../../../src/shared/model/field-path'
import { canonicalJson, isEmptyValue, isJsonObject, type Json, type JsonObject } from '../../../src/shared/model/json'
import type { Change } from '../../../src/shared/sync/change'
import type { Effect, ModelServer } from '../model-server'
import type { Colleagues } from './colleagues'
import { entryKey, holdsMark, type Mirrored, mirrored } from './fields'
import { isOf, isShown, keysOf, type Ledger, type Subject, type Typed } from './ledger'
import { connection, type Machine } from './machine'
import type { Weather } from './weather'

/** Something that must always be true was not. */
export class Violation extends Error {
  override readonly name = 'Violation'
  readonly invariant: string
  constructor(invariant: string, what: string) {
    super(`${invariant}: ${what}`)
    this.invariant = invariant
  }
}

export interface Judge {
  /** Throws a `Violation`. `open`: the open changes, or null while no engine runs. */
  look(open: readonly Change[] | null): void
  /** What the engine tells a screen: what lies between two steps is seen, too. */
  hear(event: EngineEvent): void
  /** A new process: what a power cut took of the pulled records is read again. */
  forget(): void
}

export interface JudgeParts {
  readonly machine: Machine
  readonly server: ModelServer
  readonly ledger: Ledger
  readonly colleagues: Colleagues
  readonly weather: Weather
}

export function createJudge({ machine, server, ledger, colleagues, weather }: JudgeParts): Judge {
  let judged = 0
  let wentBack: Violation | null = null
  /** What the mirror held of each type when its number last changed. */
  const held = new Map<Mirrored, ReadonlySet<string>>()
  const counted = new Map<Mirrored, number>()
  /** What the mirror held of each record that moved, and what it held before. */
  const reached = new Map<string, { readonly stamp: string; readonly now: string; readonly before: Set<string> }>()
  const madeByName = new Map<string, number>()

  const judgeCreate = ({ object, after, id }: Effect): void => {
    const name = String(after?.['name'])
    const wanted = ledger.wanted.get(name)
    if (wanted === undefined) throw new Violation('I3', `${object} ${id} was made, and the rep never made ${name}`)
    const times = (madeByName.get(name) ?? 0) + 1
    madeByName.set(name, times)
    // One that a colleague removed before it was looked for can't be told from one that never arrived.
    if (times > wanted && !colleagues.removed.has(name)) throw new Violation('I3', `${object} ${name} was made ${times} times`)
  }

  const judgeReplace = ({ object, id, sent, reads, before }: Effect): void => {
    if (sent === null || before === null) return
    const read = reads.at(-1)
    if (!read) throw new Violation('I2', `${object} ${id} was replaced without being read before`)
    const subject = ledger.subjects.findLast((each) => each.object === object && each.remoteId === id)
    const complaints = reads.map((known) => firstClobber(ledger, subject, known, sent))
    // Reads may overlap: that of the push, and those of somebody who only looked.
    if (complaints.every((each) => each !== null)) throw new Violation('I2', `${object} ${id}: ${complaints.at(-1)}`)
  }

  const judgeRemoval = ({ object, id, reads }: Effect): void => {
    const subject = ledger.subjects.findLast((each) => each.object === object && each.remoteId === id)
    if (!subject || subject.deletedAt === null) throw new Violation('I6', `${object} ${id} was deleted, and the rep did not ask for it`)
    const read = reads.at(-1)
    if (!read) throw new Violation('I2', `${object} ${id} was deleted without being read before`)
    const ours = server.effects.flatMap((each) => (each.id === id && each.object === object && each.after !== null ? [each.after] : []))
    const seen = [...subject.deletions, ...ours]
    if (!reads.some((known) => seen.some((each) => sameContent(each, known))))
      throw new Violation('I2', `${object} ${id} was deleted though it was not as the rep had seen it: ${JSON.stringify(read)}`)
  }

  /** What was here and is not any more has to be gone there, or deleted here. */
  const judgeMirror = (object: Mirrored, open: readonly Change[]): void => {
    const count = recordCount(machine.db(), connection.id, object).records
    if (count === counted.get(object)) return
    const query = { connection: connection.id, object, where: [], search: '', sort: null, after: null, limit: 1000, raw: false }
    const now = new Set(listDocuments(machine.db(), query).rows.map(({ id }) => String(id)))
    for (const id of held.get(object) ?? []) {
      if (now.has(id) || id.startsWith('new_') || server.find(object, id) === null || weather.denied) continue
      const isDeleted = ledger.subjects.some((each) => each.object === object && each.remoteId === id && each.deletedAt !== null)
      const isOpen = open.some((change) => change.object === object && change.remoteId === id)
      if (!isDeleted && !isOpen) throw new Violation('I6', `${object} ${id} went from the mirror, and is there`)
    }
    held.set(object, now)
    counted.set(object, count)
  }

  /** A record that has a lower stamp than before, or is what it once was, was overwritten by an old answer. */
  const judgeOrder = (object: string, id: string): void => {
    // As it is stored: this is asked for every record that is told of.
    const query = `SELECT remote_id AS remoteId, remote_json ->> '$.updated_at' AS stamp, remote_json AS json FROM record WHERE id = ? AND quarantined IS NULL`
    const record = machine.db().get<{ readonly remoteId: string | null; readonly stamp: string | null; readonly json: string }>(query, id)
    if (!record || record.stamp === null) return
    const { remoteId, stamp, json } = record
    const held = reached.get(id)
    const goesBack = held !== undefined && (stamp < held.stamp || held.before.has(json))
    // A link that comes and goes without a stamp leaves the record as it was.
    if (goesBack && !colleagues.unstamped.has(`${object} ${remoteId}`))
      wentBack ??= new Violation('I5', `${object} ${remoteId ?? id} goes back from ${held.now} to ${json}`)
    const before = held?.before ?? new Set()
    if (held !== undefined && held.now !== json) before.add(held.now)
    reached.set(id, { stamp, now: json, before })
  }

  return {
    hear(event) {
      if (event.kind !== 'records.changed' || !machine.isUp()) return
      for (const id of event.ids ?? []) judgeOrder(event.object, id)
    },
    forget() {
      reached.clear()
      held.clear()
      counted.clear()
    },
    look(open) {
      ledger.absorb(server)
      for (const effect of server.effects.slice(judged)) {
        judged += 1
        if (effect.kind === 'create') judgeCreate(effect)
        else if (effect.kind === 'replace') judgeReplace(effect)
        else judgeRemoval(effect)
      }
      if (open === null) return
      for (const object of mirrored) judgeMirror(object, open)
      if (wentBack) throw wentBack
      const shown = new Map<Subject, JsonObject | null>()
      for (const typed of ledger.typed) {
        if (typed.fate !== 'live' || typed.arrived || typed.mark === null) continue
        if (!isShown(typed, open)) throw new Violation('I1', `lost: ${describe(typed)}`)
        if (!shown.has(typed.subject)) shown.set(typed.subject, viewOf(machine, typed.subject, open))
        const view = shown.get(typed.subject) ?? null
        if (view === null) {
          if (!open.some((change) => change.kind === 'delete' && isOf(change, typed.subject)))
            throw new Violation('I8', `not shown: ${describe(typed)}`)
        } else if (!holdsMark(readField(view, typed.path), typed.mark))
          throw new Violation('I8', `flickers: ${describe(typed)}, the rep sees ${JSON.stringify(readField(view, typed.path))}`)
      }
    },
  }
}

function viewOf(machine: Machine, subject: Subject, open: readonly Change[]): JsonObject | null {
  const change = open.find((each) => isOf(each, subject))
  return change ? (getRecord(machine.db(), connection.id, subject.object, change.recordId)?.document ?? null) : null
}

function describe({ subject, path, value }: Typed): string {
  return `${subject.object} ${subject.remoteId ?? subject.localId ?? '?'} ${path} = ${JSON.stringify(value)}`
}

/** What a write would change of the record as it was read, and that the rep did not. Null: nothing. */
function firstClobber(ledger: Ledger, subject: Subject | undefined, read: JsonObject, sent: JsonObject): string | null {
  for (const path of differing(read, sent)) {
    const [was, is] = [readField(read, path), readField(sent, path)]
    const known = subject ? ledger.of(subject, path) : []
    const wished = subject?.wished.filter((each) => each.path === path) ?? []
    if (Array.isArray(was) || Array.isArray(is)) {
      const [before, after] = [keysOf(listOf(was)), keysOf(listOf(is))]
      const added = listOf(is).filter((entry) => !before.includes(entryKey(entry)))
      const gone = before.filter((key) => !after.includes(key))
      const mayAdd = (entry: Json): boolean =>
        known.some(({ mark, value }) => (mark !== null && holdsMark(entry, mark)) || isNamed(ledger, value, entry)) ||
        wished.some(({ value }) => isNamed(ledger, value, entry))
      const mayGo = (key: string): boolean =>
        known.some(({ tookOut }) => tookOut.includes(key)) ||
        wished.some(({ value }) => !keysOf(listOf(value)).includes(key)) ||
        added.some((entry) => keysOf(namesOf(ledger, entry)).includes(key))
      if (known.length + wished.length > 0 && added.every(mayAdd) && gone.every(mayGo)) continue
      return `${path} goes from ${JSON.stringify(was)} to ${JSON.stringify(is)}`
    }
    // The rep's own earlier values are what the rep saw, too.
    const saw = [...known.flatMap((each) => [...each.saw, each.value]), ...wished.map(({ value }) => value)]
    const isMine = [...known, ...wished].some(({ value }) => same(value, is))
    if (isMine && saw.some((each) => same(each, was))) continue
    return `${path} goes from ${JSON.stringify(was)} to ${JSON.stringify(is)}, the rep saw ${JSON.stringify(saw)}`
  }
  return null
}

/** An entry that stands in a list: links by any id that the record has had. */
function isNamed(ledger: Ledger, list: Json, entry: Json): boolean {
  const keys = keysOf(listOf(list))
  return [entry, ...namesOf(ledger, entry)].some((each) => keys.includes(entryKey(each)))
}

/** What a record was called that has this id in the CRM now: before it was made there, or made there anew. */
function namesOf({ subjects }: Ledger, id: Json): readonly Json[] {
  const same = subjects.filter(({ remoteId }) => remoteId === id)
  return same.flatMap(({ localId, formerIds }) => (localId === null ? formerIds : [localId, ...formerIds]))
}

function differing(read: JsonObject, sent: JsonObject): readonly FieldPath[] {
  const paths: string[] = []
  for (const key of new Set([...Object.keys(read), ...Object.keys(sent)])) {
    if (['id', 'created_at', 'updated_at'].includes(key) || same(read[key], sent[key])) continue
    const [was, is] = [read[key], sent[key]]
    if (key === 'metadata') {
      const slugs = new Set([...listOf(was), ...listOf(is)].map((entry) => (isJsonObject(entry) ? String(entry['slug']) : '')))
      paths.push(
        ...[...slugs]
          .map((slug) => `metadata.${slug}`)
          .filter((path) => !same(readField(read, path as FieldPath), readField(sent, path as FieldPath))),
      )
    } else if (isJsonObject(was) || isJsonObject(is)) {
      const parts = new Set([...Object.keys(isJsonObject(was) ? was : {}), ...Object.keys(isJsonObject(is) ? is : {})])
      paths.push(
        ...[...parts].map((part) => `${key}.${part}`).filter((path) => !same(readField(read, path as FieldPath), readField(sent, path as FieldPath))),
      )
    } else paths.push(key)
  }
  return paths as FieldPath[]
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return isEmptyValue(a) ? isEmptyValue(b) : canonicalJson(a) === canonicalJson(b)
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}

function sameContent(a: JsonObject, b: JsonObject): boolean {
  const content = ({ updated_at: _stamp, ...rest }: JsonObject): string =>
    canonicalJson(Object.fromEntries(Object.entries(rest).filter(([, value]) => !isEmptyValue(value))))
  return content(a) === content(b)
}
