/** Linking and unlinking CRM accounts. */
import { randomUUID } from 'node:crypto'
import { fail, preview } from '../../shared/failure'
import { parseConnectionId } from '../../shared/model/ids'
import type { Connection } from '../../shared/model/views'
import type { ConnectionInfo } from '../connectors/connector'
import { outcomeFailure } from '../connectors/outcome-failure'
import { countChanges } from '../mirror/outbox'
import { removeConnection } from '../mirror/removal'
import type { CommandHandlers } from './dispatch'
import { requireConnection, type Workbench } from './workbench'

type ConnectionOperation = Exclude<Extract<keyof CommandHandlers, `connections.${string}`>, 'connections.scope' | 'connections.setScope'>

export function connectionHandlers(bench: Workbench): Pick<CommandHandlers, ConnectionOperation> {
  return {
    'connections.list': () => bench.settings.current().connections,
    'connections.connect': async ({ connector, url, connectionId, token, name, provider, me }) => {
      const value = 'value' in token ? token.value : await bench.outside.variable(token.env)
      if (value === null || value.trim() === '') {
        fail({
          kind: 'bad-input',
          where: 'token',
          expected: 'env' in token ? `a token in the variable ${token.env}, where Satchel runs` : 'a token',
          got: 'nothing',
        })
      }
      const address = url.replace(/\/+$/, '')
      const tokenEnv = 'env' in token ? token.env : null
      return connect(bench, { connector, url: address, connectionId, tokenEnv, name, provider, me, sample: false }, value)
    },
    'connections.trySample': async ({ records }) => {
      const present = bench.settings.current().connections.find((connection) => connection.sample)
      if (present) return present
      const { url, connectionId, token } = await bench.outside.startSandbox({ records, port: null })
      return connect(
        bench,
        { connector: 'unified', url, connectionId, tokenEnv: null, name: 'Sandbox', provider: null, me: null, sample: true },
        token,
      )
    },
    'connections.disconnect': async ({ connection: id, withChanges }) => {
      const connection = requireConnection(bench.settings, id)
      const { waiting, held, pushing, rejected, conflict } = countChanges(bench.db, id)
      const unpushed = waiting + held + pushing + rejected + conflict
      if (unpushed > 0 && !withChanges) {
        fail({
          kind: 'bad-input',
          where: connection.name,
          expected: 'no unpushed changes, or the word to remove them too',
          got: `${unpushed} unpushed ${unpushed === 1 ? 'change' : 'changes'}`,
        })
      }
      await bench.settings.change(({ scopes: { [id]: _scope, ...scopes }, ...settings }) => ({
        ...settings,
        scopes,
        connections: settings.connections.filter((other) => other.id !== id),
      }))
      bench.emit({ kind: 'connections.changed' })
      await bench.sync.forget(id)
      const removedRecords = removeConnection(bench.db, id)
      bench.storage.forgetCopies()
      await bench.outside.forgetToken(connection)
      if (connection.sample) await bench.outside.removeSandbox()
      return { removedRecords }
    },
  }
}

interface Wish extends Omit<Connection, 'id' | 'name' | 'provider'> {
  readonly name: string | null
  readonly provider: string | null
}

/** Asks the CRM whether it knows us, and remembers the connection when it does. The same account again renews the old one. */
async function connect(bench: Workbench, wish: Wish, token: string): Promise<Connection> {
  const { connections } = bench.settings.current()
  const known = connections.find((other) => other.url === wish.url && other.connectionId === wish.connectionId && other.connector === wish.connector)
  const taken = wish.name === null ? undefined : connections.find((other) => other.name === wish.name && other !== known)
  if (taken) fail({ kind: 'bad-input', where: 'name', expected: 'a name that no other connection has', got: preview(taken.name) })

  const draft: Connection = {
    ...wish,
    id: known?.id ?? parseConnectionId(`${wish.connector}-${randomUUID().slice(0, 8)}`),
    name: wish.name ?? known?.name ?? wish.connector,
    provider: wish.provider ?? known?.provider ?? wish.connector,
  }
  const info = await describe(bench, draft, token)
  const connection: Connection = {
    ...draft,
    provider: wish.provider ?? info.provider,
    name: wish.name ?? known?.name ?? freeName(info.label, connections),
    me: wish.me ?? known?.me ?? info.me,
  }
  if (connection.tokenEnv === null) await bench.outside.saveToken(connection, token)
  await bench.settings.change((settings) => ({
    ...settings,
    connections: [...settings.connections.filter((other) => other.id !== connection.id), connection],
  }))
  bench.emit({ kind: 'connections.changed' })
  bench.sync.welcome(connection.id)
  return connection
}

async function describe(bench: Workbench, connection: Connection, token: string): Promise<ConnectionInfo> {
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
