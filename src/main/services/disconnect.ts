/**
 * Unlinking an account. Its copy goes, or stays to be read; what the rep typed and never pushed goes only where somebody said so
 * of each: by pushing it, by exporting it, or by giving it up.
 */
import { fail } from '../../shared/failure'
import type { ChangeId } from '../../shared/model/ids'
import type { Connection } from '../../shared/model/views'
import type { EndedWebhooks } from '../../shared/sync/webhook'
import { listChanges } from '../mirror/outbox'
import { removeConnection } from '../mirror/removal'
import { endWebhooks } from './end-webhooks'
import type { Workbench } from './workbench'

export interface Disconnecting {
  readonly copy: 'wipe' | 'keep'
  readonly push: boolean
  /** True: all. Else those by name, which whoever asks has seen. */
  readonly withChanges: boolean | readonly string[]
}

export async function disconnect(
  bench: Workbench,
  connection: Connection,
  { copy, push, withChanges }: Disconnecting,
): Promise<{ readonly removedRecords: number; readonly pushed: number; readonly webhooks: EndedWebhooks }> {
  const { id } = connection
  const pushed = push ? await pushAll(bench, connection) : 0
  const left = openChanges(bench, connection)
  // A copy that stays keeps them, and they go when the rep signs in again.
  const lost = copy === 'keep' || withChanges === true ? [] : left.filter((change) => withChanges === false || !withChanges.includes(change))
  if (lost.length > 0) {
    fail({
      kind: 'bad-input',
      where: connection.name,
      expected: 'no unpushed changes, or the word to remove them too',
      got: `${lost.length} unpushed ${lost.length === 1 ? 'change' : 'changes'}`,
    })
  }
  const webhooks = await endWebhooks(bench, connection)
  const removedRecords = copy === 'keep' ? await unlink(bench, connection) : await wipe(bench, connection)
  await bench.outside.forgetToken(connection)
  bench.emit({ kind: 'connections.changed' })
  if (connection.sample && copy === 'wipe') await bench.outside.removeSandbox()
  if (copy === 'keep') bench.sync.welcome(id)
  return { removedRecords, pushed, webhooks }
}

/** What was not taken stays unpushed, and is counted by whoever called; what stopped the push is told. */
async function pushAll(bench: Workbench, { id }: Connection): Promise<number> {
  const ids = openIds(bench, id)
  if (ids.length === 0) return 0
  const { pushed, error } = await bench.sync.push({ connection: id, ids, patience: 'command' })
  return error === null ? pushed : fail(error)
}

function openIds({ db }: Workbench, connection: Connection['id']): readonly ChangeId[] {
  return listChanges(db, { connection, states: ['waiting', 'held'] }).map(({ id }) => id)
}

function openChanges({ db }: Workbench, { id }: Connection): readonly string[] {
  return listChanges(db, { connection: id, states: ['waiting', 'held', 'pushing', 'rejected', 'conflict'] }).map((change) => change.id)
}

/** Nothing goes or comes any more; everything here stays. */
async function unlink(bench: Workbench, { id }: Connection): Promise<number> {
  await bench.settings.change((settings) => ({
    ...settings,
    connections: settings.connections.map((each) => (each.id === id ? { ...each, unlinked: true, tokenEnv: null } : each)),
  }))
  await bench.sync.forget(id)
  return 0
}

async function wipe(bench: Workbench, { id }: Connection): Promise<number> {
  await bench.settings.change(({ scopes: { [id]: _scope, ...scopes }, ...settings }) => ({
    ...settings,
    scopes,
    connections: settings.connections.filter((other) => other.id !== id),
  }))
  bench.emit({ kind: 'connections.changed' })
  await bench.sync.forget(id)
  const removed = removeConnection(bench.db, id)
  bench.storage.forgetCopies()
  return removed
}
