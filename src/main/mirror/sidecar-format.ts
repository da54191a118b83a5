/**
 * What the copy of the open changes holds, and its form in a file: one line a picture of all, then a line for each later commit. Each line
 * begins with a checksum; the first one that does not hold ends what is believed.
 *
 *   5f3a… {"version":2,"mirror":…,"commits":41,"changes":[…],…}      the whole
 *   91c0… {"version":2,"mirror":…,"commits":42,"touched":[7],…}      what one commit made of change 7
 */
import { hash } from 'node:crypto'
import type { ConnectionId, RecordId, RemoteId } from '../../shared/model/ids'
import type { WritableObjectType } from '../../shared/model/object-type'
import type { ChangeState } from '../../shared/sync/change'
import type { ChangeRow, ConflictRow } from './change-row'
import type { CommitMark } from './commit-mark'

/** A record that an open change is about, so that it can be shown before it is downloaded again. */
export interface CopiedRecord {
  readonly id: RecordId
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly remote_id: RemoteId | null
  readonly remote_json: string | null
}

/** What the CRM calls a record that was made here. */
export interface CopiedId {
  readonly record_id: RecordId
  readonly connection: ConnectionId
  readonly object: WritableObjectType
  readonly remote_id: RemoteId
}

/** A change that came to its end lately: a mirror that still calls it open must not send it again. */
export interface EndedChange {
  readonly id: number
  readonly client_key: string
  readonly state: ChangeState
}

/** What the copy holds of some changes, or of all. */
export interface Copied {
  readonly changes: readonly ChangeRow[]
  readonly conflicts: readonly ConflictRow[]
  readonly records: readonly CopiedRecord[]
  readonly ids: readonly CopiedId[]
  readonly ended: readonly EndedChange[]
}

export interface Sidecar extends CommitMark, Copied {
  readonly version: 2
  /** The highest id that a change of this mirror was given. */
  readonly highest: number
}

/** One commit's part: replaces whatever is held of the changes it names. */
export interface SidecarStep extends Sidecar {
  readonly touched: readonly number[]
}

export function encodeLine(line: Sidecar | SidecarStep): string {
  const json = JSON.stringify(line)
  return `${checksum(json)} ${json}\n`
}

/** Null when nothing of it can be believed. */
export function decodeSidecar(text: string): Sidecar | null {
  const old = decodeVersion1(text)
  if (old) return old
  let whole: Sidecar | null = null
  for (const line of text.split('\n')) {
    const parsed = decodeLine(line)
    if (!parsed) break
    whole = whole === null ? ('touched' in parsed ? null : parsed) : 'touched' in parsed ? withStep(whole, parsed) : parsed
    if (whole === null) break
  }
  return whole
}

function decodeLine(line: string): Sidecar | SidecarStep | null {
  const json = line.slice(CHECKSUM_LENGTH + 1)
  if (line.length <= CHECKSUM_LENGTH + 1 || line.slice(0, CHECKSUM_LENGTH) !== checksum(json)) return null
  const parsed = JSON.parse(json) as Sidecar | SidecarStep
  return parsed.version === 2 ? parsed : null
}

function withStep(whole: Sidecar, step: SidecarStep): Sidecar {
  const touched = new Set(step.touched)
  const records = new Map([...whole.records, ...step.records].map((record) => [record.id, record]))
  const ids = new Map([...whole.ids, ...step.ids].map((id) => [id.record_id, id]))
  const ended = new Map([...whole.ended.filter(({ id }) => !touched.has(id)), ...step.ended].map((each) => [each.id, each]))
  const { touched: _touched, ...facts } = step
  return {
    ...facts,
    changes: [...whole.changes.filter(({ id }) => !touched.has(id)), ...step.changes].toSorted((one, other) => one.id - other.id),
    conflicts: [...whole.conflicts.filter(({ change_id }) => !touched.has(change_id)), ...step.conflicts],
    records: [...records.values()],
    ids: [...ids.values()],
    ended: [...ended.values()],
  }
}

/** As it was before there were commit marks: one JSON document without a checksum. */
function decodeVersion1(text: string): Sidecar | null {
  if (!text.startsWith('{"version":1')) return null
  try {
    const { changes, conflicts, records } = JSON.parse(text) as Pick<Copied, 'changes' | 'conflicts' | 'records'>
    const highest = changes.reduce((most, { id }) => Math.max(most, id), 0)
    return { version: 2, mirror: '', commits: 0, last: '', highest, changes, conflicts, records, ids: [], ended: [] }
  } catch {
    // Cut or damaged: there is nothing to tell its good part by.
    return null
  }
}

const CHECKSUM_LENGTH = 16

function checksum(json: string): string {
  return hash('sha256', json, 'hex').slice(0, CHECKSUM_LENGTH)
}
