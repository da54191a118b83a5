/** The connectors by the name that a connection carries. A new one is a folder beside `unified/` and a line here. */
import { fail, preview } from '../../shared/failure'
import type { World } from '../world'
import type { Connector, ConnectorOptions } from './connector'
import type { Gateway, GatewayOptions } from './gateway'
import { createUnifiedGateway } from './unified/gateway'
import { createUnifiedConnector } from './unified/unified'

type CreateConnector = (options: ConnectorOptions, http: World['http']) => Connector

const connectors: Readonly<Record<string, CreateConnector>> = { unified: createUnifiedConnector }

export function createConnector(name: string, options: ConnectorOptions, world: Pick<World, 'http'>): Connector {
  const create = Object.hasOwn(connectors, name) ? connectors[name] : undefined
  if (!create) return fail({ kind: 'bad-input', where: 'connector', expected: `one of ${Object.keys(connectors).join(', ')}`, got: preview(name) })
  return create(options, (request) => world.http(request))
}

/** Where connections come from. The one gateway that this version knows. */
export function createGateway(options: GatewayOptions, world: Pick<World, 'http'>): Gateway {
  return createUnifiedGateway(options, (request) => world.http(request))
}
