/**
 * Looks over the shoulder of every request of a connection, and notes what the answers show about the CRM.
 *
 * A connector around the connector: pulls, sweeps, pushes and probes go through it unchanged and know nothing of it. What it
 * notes is written only when it says something new, so a poll that finds nothing still writes nothing.
 */
import { type Instant, instant, parseInstant, type RemoteId } from '../../../shared/model/ids'
import { isJsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { RecordDocument } from '../../../shared/model/record'
import type { CapabilityFinding } from '../../../shared/sync/capability'
import type { ConnectionId } from '../../../shared/model/ids'
import { isReadable, type Connector, type IncomingRecord, type ListPage, type ListRequest, type Outcome } from '../../connectors/connector'
import { knownCapabilities, noteFinding } from '../../mirror/capabilities'
import { transaction, type WriteDb } from '../../mirror/open'
import type { World } from '../../world'
import { freshMemory, judgeList, judgeRead, judgeWriteAnswer, type Memory, type SeenRow, watchWrite } from '../decide/judge-capabilities'
import { wholeSecond } from '../decide/plan-pull'
import { isWorthNoting } from '../decide/use-capabilities'
import { type Entry, rowOf } from './apply-page'

export interface WatchParts {
  readonly db: WriteDb
  readonly world: World
  readonly connection: ConnectionId
  /** Findings that were not worth a row lately, and until when they are not looked up again: nearly every page shows the same. */
  readonly stale?: Map<string, Instant>
}

const STALE_FOR_MS = 600_000

export function watchCapabilities(parts: WatchParts, connector: Connector): Connector {
  /** By object type, and for events by the list they came from: two lists of one question are two lists. */
  const memories = new Map<string, Memory>()
  const noting: WatchParts = { ...parts, stale: new Map() }
  const memoryOf = (name: string): Memory => memories.get(name) ?? freshMemory

  const seeList = (object: ObjectType, asked: ListRequest, page: ListPage): void => {
    const { slice = null } = asked
    // The records of one owner, or of one parent, say nothing about the order of all.
    if (asked.ownerId !== null || (slice !== null && slice.by !== 'type')) return
    const name = slice === null ? object : `${object} ${slice.value}`
    const { memory, findings } = judgeList(memoryOf(name), {
      object,
      updatedSince: asked.updatedSince === null ? null : wholeSecond(asked.updatedSince),
      sort: asked.sort,
      descending: asked.descending,
      offset: asked.offset,
      limit: asked.limit,
      largest: connector.maxPageSize,
      fields: asked.fields,
      rows: page.entries.map(rowSeen),
      at: parts.world.now(),
    })
    memories.set(name, memory)
    noteFindings(noting, object, findings)
  }

  const seeWrite = (object: ObjectType, sent: RecordDocument, outcome: Outcome<IncomingRecord | null>): void => {
    if (outcome.kind !== 'answered') return
    const got = outcome.value
    const thin = judgeWriteAnswer(presentKeys(sent), got === null ? null : presentKeys(got.document))
    if (thin) noteFindings(noting, object, [thin])
    const stamp = got === null ? null : parseInstant(got.document['updated_at'])
    if (got === null || stamp === null) return
    memories.set(object, watchWrite(memoryOf(object), { id: got.remoteId, stamp, at: parts.world.now() }))
  }

  return {
    ...connector,
    async list(object, request, signal) {
      const outcome = await connector.list(object, request, signal)
      if (outcome.kind === 'answered') seeList(object, request, outcome.value)
      return outcome
    },
    async fetch(object, id, options, signal) {
      const outcome = await connector.fetch(object, id, options, signal)
      const finding = readFinding(object, id, outcome)
      if (finding) noteFindings(noting, object, [finding])
      return outcome
    },
    async create(object, document, key) {
      const outcome = await connector.create(object, document, key)
      seeWrite(object, document, outcome)
      return outcome
    },
    async replace(object, id, document) {
      const outcome = await connector.replace(object, id, document)
      seeWrite(object, document, outcome)
      if (isRefusedAsSuch(outcome)) {
        const evidence = `asked to replace a record: refused with ${outcome.status}: ${outcome.words}`
        noteFindings(parts, object, [{ name: 'put', value: false, evidence }])
      }
      return outcome
    },
    async patch(object, id, fields) {
      const outcome = await connector.patch(object, id, fields)
      seeWrite(object, fields, outcome)
      if (outcome.kind === 'answered')
        noteFindings(parts, object, [{ name: 'patch', value: true, evidence: 'asked to change a part, and it was done' }])
      return outcome
    },
  }
}

/** Writes those that say something new. */
export function noteFindings({ db, world, connection, stale }: WatchParts, object: ObjectType, findings: readonly CapabilityFinding[]): void {
  const now: Instant = instant(world.now())
  const keyOf = ({ name, value, overturns = false }: CapabilityFinding): string => `${object} ${name} ${value} ${overturns}`
  const open = findings.filter((finding) => (stale?.get(keyOf(finding)) ?? 0) <= now)
  if (open.length === 0) return
  const known = knownCapabilities(db, connection, object)
  const news = open.filter((finding) => isWorthNoting(known.get(finding.name), finding, now))
  for (const finding of open) if (!news.includes(finding)) stale?.set(keyOf(finding), instant(now + STALE_FOR_MS))
  if (news.length === 0) return
  transaction(db, 'pulled', () => {
    for (const finding of news) noteFinding(db, connection, object, finding, now)
  })
}

/** A refusal of one record says nothing of the others, unless it is about reading by id as such. */
function readFinding(object: ObjectType, id: RemoteId, outcome: Outcome<unknown>): CapabilityFinding | null {
  if (outcome.kind === 'answered') return judgeRead(object, id, null)
  return outcome.kind === 'refused' && [405, 501].includes(outcome.status) ? judgeRead(object, id, outcome) : null
}

/** The way is refused, not what was written. */
function isRefusedAsSuch(outcome: Outcome<unknown>): outcome is Extract<Outcome<unknown>, { kind: 'refused' }> {
  return outcome.kind === 'refused' && (outcome.status === 405 || outcome.status === 501)
}

function rowSeen(entry: Entry): SeenRow {
  const { updatedAt, createdAt } = rowOf(entry)
  const source = isReadable(entry) ? entry.document : isJsonObject(entry.payload) ? entry.payload : {}
  return { id: entry.remoteId, updatedAt, createdAt, fields: Object.keys(source) }
}

function presentKeys(document: RecordDocument): readonly string[] {
  return Object.keys(document).filter((key) => document[key] !== null && !ours.has(key))
}

/** Set by the CRM, or never sent. */
const ours = new Set(['id', 'raw', 'created_at', 'updated_at'])
