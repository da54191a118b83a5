/**
 * One command while it runs: its output, the engine it opened, and what most commands ask first (which connection, which
 * changes). The engine is opened when it is first needed and closed with the command.
 */
import { createClient, type Satchel } from '../../shared/contract/client'
import { fail } from '../../shared/failure'
import type { Connection } from '../../shared/model/views'
import type { Change } from '../../shared/sync/change'
import type { Output } from './output/output'
import type { OpenWorkspace, Surroundings, WorkspaceRequest } from './surroundings'
import { wrongUsage } from './usage-error'

export interface GlobalOptions {
  readonly workspace: string | null
  readonly connection: string | null
  readonly json: boolean
}

type EngineWish = Pick<WorkspaceRequest, 'background' | 'orTheirs'>

export interface Invocation {
  readonly options: GlobalOptions
  readonly out: Output
  readonly around: Surroundings
  /** The engine behind the contract; the same one however often it is asked for. */
  readonly satchel: () => Promise<Satchel>
  /** The engine itself, for a door that carries the contract on. */
  readonly engine: (options: EngineWish) => Promise<OpenWorkspace>
  /** Closes what was opened. */
  close(): Promise<void>
}

export function createInvocation(command: string, options: GlobalOptions, out: Output, around: Surroundings): Invocation {
  let opening: Promise<OpenWorkspace> | null = null
  const engine = ({ background, orTheirs = false }: EngineWish): Promise<OpenWorkspace> => {
    opening ??= around.openWorkspace({ folder: options.workspace, title: `satchel ${command} (pid ${process.pid})`, background, orTheirs })
    return opening
  }
  return {
    options,
    out,
    around,
    engine,
    satchel: async () => createClient(await engine({ background: false })),
    async close() {
      // What could not be opened was reported where it was opened; there is nothing to close.
      const opened = await opening?.catch(() => null)
      await opened?.close()
    },
  }
}

/** The connection that `--connection` names, by name or id; null where it was left out. */
export async function chosenConnection({ options, satchel }: Invocation): Promise<Connection | null> {
  if (options.connection === null) return null
  return findConnection(await (await satchel()).request('connections.list', {}), options.connection)
}

/** The connection that a command works on: the named one, or the only one. */
export async function requireConnection(invocation: Invocation): Promise<Connection> {
  const chosen = await chosenConnection(invocation)
  if (chosen) return chosen
  const connections = await (await invocation.satchel()).request('connections.list', {})
  const [only, ...others] = connections
  if (only && others.length === 0) return only
  if (!only) return wrongUsage('Nothing is connected in this workspace.', 'Connect a CRM first: satchel connect --url URL --connection-id ID')
  return wrongUsage('There are several connections.', `Choose one with --connection: ${connections.map(({ name }) => name).join(', ')}.`)
}

export function findConnection(connections: readonly Connection[], nameOrId: string): Connection {
  return (
    connections.find(({ name }) => name === nameOrId) ??
    connections.find(({ id }) => id === nameOrId) ??
    fail({ kind: 'not-found', what: 'connection', id: nameOrId })
  )
}

/** The changes that these names stand for, ids or batches; each name must stand for at least one. */
export async function requireChanges(invocation: Invocation, names: readonly string[], { closed = false } = {}): Promise<readonly Change[]> {
  const satchel = await invocation.satchel()
  const connection = (await chosenConnection(invocation))?.id ?? null
  const changes = await satchel.request('changes.list', { connection, ids: [...names], closed })
  for (const name of names) {
    if (!changes.some(({ id, batch }) => id === name || batch === name))
      fail({ kind: 'not-found', what: closed ? 'change or batch' : 'open change or batch', id: name })
  }
  return changes
}
