/**
 * The gateway as a whole: the workspace with its connections and integrations, the consent page, and behind each connection the
 * CRM of the account that it was signed in to.
 *
 *     request ─┬─ /unified/integration…  /consent/…     open to a browser
 *              ├─ /unified/connection…                   the workspace's own records
 *              ├─ /unified/webhook… /unified/apicall…   what the gateway does besides
 *              └─ /crm/c/… /hris/c/… /metadata/c/… /passthrough/c/…  ── gate ── the app of the connection's account
 */
import { Hono } from 'hono'
import type { SandboxObject } from '../catalogue'
import type { Faults } from '../faults/faults'
import type { Store } from '../store/open'
import { type AccountData, openSecondAccount } from '../workspace/account-data'
import type { AppFetch } from '../profiles/profile-fetch'
import { likeItsCrm, profileOf, withTraitsOf } from '../workspace/like-its-crm'
import { createConnections, type SandboxConnection } from '../workspace/connections'
import { createSignInRequests } from '../workspace/sign-in-requests'
import { json } from './answer'
import { answerRefusals, createApp, type Identity, tokenCheck } from './app'
import { connectionIn, throughGate } from './connection-gate'
import { createConnectionsApp } from './connections-app'
import { createConnectionControls } from './connection-controls'
import { createConsentApp } from './consent-app'
import { createIntegrationsApp } from './integrations-app'
import { createPassthroughApp } from './passthrough-app'

export interface WorkspaceParts {
  /** Of the connection that is there from the start. */
  readonly identity: Identity
  readonly store: Store
  readonly file: string | null
  readonly seed: number
  readonly faults: Faults
  readonly now: () => number
  readonly random: () => number
  readonly servedPage: (object: SandboxObject, keys: readonly number[]) => void
  /** The records of the first account. */
  readonly first: Omit<AccountData, 'close'>
  readonly controls: Hono
  /** Besides records and connections: webhooks, the call log. */
  readonly more: readonly Hono[]
}

export interface WorkspaceApp {
  fetch(request: Request): Promise<Response>
  close(): void
}

export function createWorkspaceApp(parts: WorkspaceParts): WorkspaceApp {
  const { identity, store, file, seed, faults, now, random, servedPage, first } = parts
  const { workspaceId, connectionId } = identity
  const connections = createConnections(store, connectionId, now)
  const requests = createSignInRequests(now, () => faults.lists('sign-in', { method: 'GET', object: null }, 'expired'))
  const checkToken = tokenCheck(identity)
  const apps = new Map<string, AppFetch>()
  let second: AccountData | null = null

  /** Faults move the pages of the first account only: their tests know no other. */
  const appOf = ({ id, account, integration_type: type }: SandboxConnection): AppFetch => {
    // The first connection is as the sandbox itself; others are like their CRM where that is wanted.
    const profile = faults.lists('sign-in', { method: 'GET', object: null }, 'like-its-crm') ? profileOf(type) : null
    const name = `${id} ${profile?.name ?? ''}`
    const present = apps.get(name)
    if (present) return present
    second ??= account === 2 ? openSecondAccount({ file, seed, now }) : null
    const data = account === 2 && second ? second : first
    const app = createApp({
      identity: { ...identity, connectionId: id },
      records: data.records,
      definitions: data.definitions,
      lists: data.lists,
      writes: data.writes,
      faults: profile ? withTraitsOf(profile, faults, random) : faults,
      now,
      random,
      servedPage: account === 1 ? servedPage : () => undefined,
    })
    app.route('/', createPassthroughApp({ identity: { ...identity, connectionId: id }, records: data.records, writes: data.writes }))
    const plain: AppFetch = (request) => app.fetch(request)
    const fetch = profile ? likeItsCrm(profile, data, plain, now) : plain
    apps.set(name, fetch)
    return fetch
  }

  const root = new Hono()
  root.onError(answerRefusals)
  root.notFound(() => json({ message: 'there is nothing at this address' }, 404))
  root.use('/_sandbox/*', async ({ req }, next) => {
    checkToken(req.header('authorization'))
    await next()
  })
  root.route('/', parts.controls)
  root.route('/', createConnectionControls(connections))
  root.route('/', createIntegrationsApp({ workspaceId, checkToken, requests }))
  root.route('/', createConsentApp({ requests, connections, faults }))
  root.route('/', createConnectionsApp({ workspaceId, connections, checkToken }))
  for (const area of ['crm', 'hris', 'metadata', 'passthrough']) {
    root.all(`/${area}/*`, (context) => {
      checkToken(context.req.header('authorization'))
      const found = connections.find(connectionIn(new URL(context.req.url)) ?? '')
      const request = throughGate(context.req.raw, found)
      return found ? appOf(found)(request) : json({ message: 'connection not found' }, 404)
    })
  }
  root.use('/unified/*', async ({ req }, next) => {
    checkToken(req.header('authorization'))
    await next()
  })
  for (const app of parts.more) root.route('/', app)
  root.all('*', (context) => {
    checkToken(context.req.header('authorization'))
    return json({ message: 'there is nothing at this address' }, 404)
  })

  return {
    fetch: async (request) => root.fetch(request),
    close: () => second?.close(),
  }
}
