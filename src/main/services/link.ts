/** Makes a connection out of an account that answers: asks it who it is, and remembers it. */
import { randomUUID } from 'node:crypto'
import { fail, preview } from '../../shared/failure'
import { parseConnectionId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'
import { isScoped } from '../../shared/model/scope'
import type { Connection } from '../../shared/model/views'
import type { ConnectionInfo } from '../connectors/connector'
import { outcomeFailure } from '../connectors/outcome-failure'
import { changeScope } from './scope'
import { readSupport } from './support'
import type { Workbench } from './workbench'

/** What is known before the CRM was asked. */
export interface Wish {
  readonly connector: string
  readonly url: string
  readonly connectionId: string
  readonly tokenEnv: string | null
  /** Null: as before, or as the account calls itself. */
  readonly name: string | null
  readonly provider: string | null
  readonly me: string | null
  readonly sample: boolean
  /** Which types of records to keep here; null: as before, or all. */
  readonly objects: readonly ObjectType[] | null
}

/**
 * Asks the CRM whether it knows us, and remembers the connection when it does. The same account again renews the old one.
 *
 * @param renewed the connection that this is, under another id of the gateway's
 */
export async function linkConnection(bench: Workbench, wish: Wish, token: string, renewed: Connection | null = null): Promise<Connection> {
  const { connections } = bench.settings.current()
  const isSame = (other: Connection): boolean =>
    other.url === wish.url && other.connectionId === wish.connectionId && other.connector === wish.connector
  const known = renewed ?? connections.find(isSame)
  const taken = wish.name === null ? undefined : connections.find((other) => other.name === wish.name && other.id !== known?.id)
  if (taken) fail({ kind: 'bad-input', where: 'name', expected: 'a name that no other connection has', got: preview(taken.name) })

  const { objects, ...account } = wish
  const draft: Connection = {
    ...account,
    id: known?.id ?? parseConnectionId(`${wish.connector}-${randomUUID().slice(0, 8)}`),
    name: wish.name ?? known?.name ?? wish.connector,
    provider: wish.provider ?? known?.provider ?? wish.connector,
    workspaceId: null,
    account: null,
    unlinked: false,
  }
  const info = await describeConnection(bench, draft, token)
  const connection: Connection = {
    ...draft,
    provider: wish.provider ?? info.provider,
    name: wish.name ?? known?.name ?? freeName(info.label, connections),
    me: wish.me ?? known?.me ?? info.me,
    workspaceId: info.workspaceId,
    account: info.account,
  }
  if (connection.tokenEnv === null) await bench.outside.saveToken(connection, token)
  await readSupport(bench, connection, token, info)
  await bench.settings.change((settings) => ({
    ...settings,
    connections: [...settings.connections.filter((other) => other.id !== connection.id), connection],
  }))
  bench.emit({ kind: 'connections.changed' })
  if (objects === null) bench.sync.welcome(connection.id)
  else await changeScope(bench, connection, { objects: objects.filter(isScoped) })
  return connection
}

/** Who the account is; fails with the reason it does not answer. */
export async function describeConnection(bench: Workbench, connection: Connection, token: string): Promise<ConnectionInfo> {
  const outcome = await bench.connectorWithToken(connection, token).describe(null)
  if (outcome.kind === 'answered') return outcome.value
  return fail(outcomeFailure(outcome, { connection: connection.name, host: new URL(connection.url).host, now: bench.world.now() }))
}

function freeName(label: string, connections: readonly Connection[]): string {
  const taken = new Set(connections.map((connection) => connection.name))
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? label : `${label} ${number}`
    if (!taken.has(name)) return name
  }
}
