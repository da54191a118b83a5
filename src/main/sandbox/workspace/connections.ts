/**
 * The connections of the sandbox's workspace. One is there from the start; signing in makes others, each to an account of its own
 * choice, and several may lead to the same account. Kept in the store, so that a connection outlives the sandbox's process.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { crmObjects } from '../catalogue'
import { readAbout, type Store, writeAbout } from '../store/open'
import { findIntegration } from './integrations'

export const accounts = [
  { number: 1, name: 'Mara Lindqvist', email: 'mara.lindqvist@satchel-sandbox.example' },
  { number: 2, name: 'Jonas Weber', email: 'jonas.weber@second-sandbox.example' },
] as const

export const allPermissions: readonly string[] = [
  ...crmObjects.flatMap((object) => [`crm_${object}_read`, `crm_${object}_write`]),
  'crm_taxonomy_read',
  'hris_employee_read',
  'metadata_metadata_read',
  'metadata_metadata_write',
  'webhook',
]

const connectionSchema = z.object({
  id: z.string(),
  integration_type: z.string(),
  account: z.union([z.literal(1), z.literal(2)]),
  permissions: z.array(z.string()),
  environment: z.string(),
  external_xref: z.string().nullable(),
  is_paused: z.boolean(),
  /** The status that every call about its records is answered with; null while it is healthy. */
  unhealthy: z.number().nullable(),
  last_healthy_at: z.string().nullable(),
  last_unhealthy_at: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type SandboxConnection = z.output<typeof connectionSchema>

export interface Connections {
  list(): readonly SandboxConnection[]
  find(id: string): SandboxConnection | null
  create(wish: Pick<SandboxConnection, 'integration_type' | 'account' | 'permissions' | 'environment' | 'external_xref'>): SandboxConnection
  change(id: string, part: Partial<Omit<SandboxConnection, 'id' | 'created_at'>>): SandboxConnection
  remove(id: string): void
}

/** `made` counts those that are gone, too: an id never comes twice, and the same calls give the same ids. */
const keptSchema = z.object({ made: z.number(), all: z.array(connectionSchema) })
const KEPT_UNDER = 'connections'

/** @param firstId the connection that is there from the start */
export function createConnections(store: Store, firstId: string, now: () => number): Connections {
  const kept = readAbout(store, KEPT_UNDER)
  let { made, all } = kept === null ? { made: 0, all: [first(firstId)] } : keptSchema.parse(JSON.parse(kept))
  const keep = (next: SandboxConnection[]): void => {
    all = next
    writeAbout(store, KEPT_UNDER, JSON.stringify({ made, all }))
  }
  const time = (): string => new Date(now()).toISOString()
  const find: Connections['find'] = (id) => all.find((each) => each.id === id) ?? null
  return {
    list: () => all,
    find,
    create(wish) {
      made += 1
      const connection: SandboxConnection = {
        ...wish,
        id: createHash('sha256').update(`${firstId} ${made}`).digest('hex').slice(0, 24),
        is_paused: false,
        unhealthy: null,
        last_healthy_at: time(),
        last_unhealthy_at: null,
        created_at: time(),
        updated_at: time(),
      }
      keep([...all, connection])
      return connection
    },
    change(id, part) {
      const before = find(id)
      if (before === null) throw new Error(`no connection ${id}`)
      const sick = part.unhealthy !== undefined && part.unhealthy !== null
      const after = { ...before, ...part, ...(sick ? { last_unhealthy_at: time() } : {}), updated_at: time() }
      keep(all.map((each) => (each.id === id ? after : each)))
      return after
    },
    remove: (id) => keep(all.filter((each) => each.id !== id)),
  }
}

function first(id: string): SandboxConnection {
  return {
    id,
    integration_type: 'sandbox',
    account: 1,
    permissions: [...allPermissions],
    environment: 'Production',
    external_xref: null,
    is_paused: false,
    unhealthy: null,
    last_healthy_at: null,
    last_unhealthy_at: null,
    created_at: '2024-11-24T08:00:00.000Z',
    updated_at: '2024-11-24T08:00:00.000Z',
  }
}

/** As it travels: what is absent is left out, never null. */
export function connectionOnTheWire(connection: SandboxConnection, workspaceId: string): Readonly<Record<string, unknown>> {
  const { account, unhealthy, external_xref, last_healthy_at, last_unhealthy_at, ...rest } = connection
  const person = accounts.find(({ number }) => number === account)
  const integration = findIntegration(connection.integration_type)
  return {
    ...rest,
    workspace_id: workspaceId,
    integration_name: integration?.name ?? connection.integration_type,
    categories: ['crm', 'hris', 'metadata'],
    ...(external_xref === null ? {} : { external_xref }),
    ...(last_healthy_at === null ? {} : { last_healthy_at }),
    ...(last_unhealthy_at === null ? {} : { last_unhealthy_at }),
    ...(unhealthy === null ? {} : { last_unhealthy_code: String(unhealthy) }),
    auth: { name: person?.name, emails: person ? [person.email] : [] },
  }
}
