/** Linking and unlinking CRM accounts. */
import { fail } from '../../shared/failure'
import { disconnect } from './disconnect'
import type { CommandHandlers } from './dispatch'
import { linkConnection } from './link'
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
      return linkConnection(bench, { connector, url: address, connectionId, tokenEnv, name, provider, me, sample: false, objects: null }, value)
    },
    'connections.trySample': async ({ records }) => {
      const present = bench.settings.current().connections.find((connection) => connection.sample)
      if (present) return present
      const { url, connectionId, token } = await bench.outside.startSandbox({ records, port: null })
      return linkConnection(
        bench,
        { connector: 'unified', url, connectionId, tokenEnv: null, name: 'Sandbox', provider: null, me: null, sample: true, objects: null },
        token,
      )
    },
    'connections.disconnect': ({ connection, ...how }) => disconnect(bench, requireConnection(bench.settings, connection), how),
  }
}
