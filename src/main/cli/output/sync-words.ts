/** Syncs, states and differences in words: what `sync`, `status` and `verify` say to people. */
import { describeFailure } from '../../../shared/failure'
import type { ObjectType } from '../../../shared/model/object-type'
import type { PullState } from '../../../shared/sync/pull-state'
import type { ConnectionStatus, Difference, ObjectStatus, PullCounts, Status, SyncReport } from '../../../shared/sync/report'
import { errorJson } from './error'
import type { Output } from './output'
import { isoTime } from './shapes'
import { valueInWords } from './value-words'

const right = (title: string) => ({ title, align: 'right' }) as const

export async function saySync(out: Output, { connections }: SyncReport): Promise<void> {
  if (connections.length === 0) await out.note('Nothing is connected yet: satchel connect --url URL --connection-id ID')
  for (const { name, objects, newConflicts, error } of connections) {
    await out.say(name)
    const rows = (Object.entries(objects) as [ObjectType, PullCounts][]).map(([object, { fetched, created, updated, deleted, quarantined }]) => [
      object,
      ...[fetched, created, updated, deleted, quarantined].map(String),
    ])
    if (rows.length > 0) {
      await out.table([{ title: 'OBJECT' }, right('FETCHED'), right('CREATED'), right('UPDATED'), right('DELETED'), right('UNREADABLE')], rows)
    }
    if (newConflicts > 0) await out.note(`${newConflicts} of your changes now need a decision: satchel conflicts`)
    if (error) {
      const { message, hint } = errorJson(error)
      await out.note(message, ...(hint ? [hint] : []))
    }
  }
}

export async function sayStatus(out: Output, { connections }: Status): Promise<void> {
  if (connections.length === 0) await out.note('Nothing is connected yet: satchel connect --url URL --connection-id ID')
  for (const connection of connections) {
    await out.say(headline(connection))
    const rows = (Object.entries(connection.objects) as [ObjectType, ObjectStatus][]).map(([object, { records, quarantined, pull, lastSyncAt }]) => [
      object,
      String(records),
      quarantined > 0 ? String(quarantined) : '',
      pullInWords(pull),
      isoTime(lastSyncAt) ?? '',
    ])
    if (rows.length > 0)
      await out.table([{ title: 'OBJECT' }, right('RECORDS'), right('UNREADABLE'), { title: 'STATE' }, { title: 'LAST SYNC' }], rows)
  }
}

export function differenceRows(differences: readonly Difference[]): string[][] {
  return differences.map(({ object, id, path, mirror, remote }) => [
    object,
    id,
    path ?? '(the whole record)',
    valueInWords(mirror),
    valueInWords(remote),
  ])
}

function headline({ name, provider, state, changes, pushMode }: ConnectionStatus): string {
  const open = (['waiting', 'held', 'pushing', 'rejected', 'conflict'] as const)
    .filter((kind) => changes[kind] > 0)
    .map((kind) => `${changes[kind]} ${kind}`)
  return `${name} (${provider}): ${state}; changes: ${open.length > 0 ? open.join(', ') : 'none'}${pushMode === 'automatic' ? '; they go by themselves' : ''}`
}

function pullInWords(pull: PullState): string {
  switch (pull.kind) {
    case 'never-pulled':
      return 'never pulled'
    case 'backfilling':
      return `first pull, ${pull.stored}${pull.total === null ? '' : ` of ${pull.total}`}`
    case 'catching-up':
      return 'catching up'
    case 'up-to-date':
      return 'up to date'
    case 'waiting':
      return `waiting${pull.until === null ? '' : ` until ${isoTime(pull.until)}`}: ${describeFailure(pull.because)}`
    case 'halted':
      return `halted: ${describeFailure(pull.because)}`
  }
}
