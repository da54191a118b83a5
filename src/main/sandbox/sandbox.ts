/**
 * A CRM of our own, in process: `fetch` answers requests as the real API would, `controls` reach behind it. `server.ts` puts it
 * on a socket. Time and chance come in as arguments, so that a simulation replays.
 */
import { createHash } from 'node:crypto'
import type { Identity } from './api/app'
import { createCallsApp } from './api/calls-app'
import { createControlsApp } from './api/controls-app'
import { faultyFetch, type SandboxFetch } from './api/faulty-fetch'
import { createWebhooksApp } from './api/webhooks-app'
import { createWorkspaceApp } from './api/workspace-app'
import { createWrites } from './api/writes'
import { createCalls } from './calls'
import type { CrmObject, SandboxObject } from './catalogue'
import { type Clock, clockFrom, systemClock } from './clock'
import { type Controls, createControls } from './controls'
import { type Counts, countsFor, parseCounts } from './counts'
import { Random } from './data/random'
import { createEffects } from './faults/effects'
import { createFaults } from './faults/faults'
import { type FaultRule, parseFaults } from './faults/spec'
import { createHooks, type Hooks } from './hooks/hooks'
import { type AppFetch, profileFetch } from './profiles/profile-fetch'
import { profiledControls } from './profiles/profiled-controls'
import { requireProfile } from './profiles/profiles'
import { createTranslator } from './profiles/translate'
import { createDefinitions } from './store/definitions'
import { idOf } from './store/open'
import { openStore } from './store/open-store'
import { createLists } from './store/lists'
import { createRecords } from './store/records'

export interface SandboxOptions {
  /** A number in all, or `contact=N,deal=N,…`; null: what the store holds, or some thousands. */
  readonly records?: string | number | Counts | null
  /** The same seed makes the same data. Null: what the store holds, or 1. */
  readonly seed?: number | null
  /** The CRM that it is like, by name; see `profiles/`. Null: one of its own kind. */
  readonly profile?: string | null
  /** See docs/sandbox.md. Null: none. */
  readonly faults?: string | readonly FaultRule[] | null
  /** The database file, kept; `:memory:` and null: gone when the sandbox is closed. */
  readonly store?: string | null
  readonly clock?: Clock
  /** From 0 up to, not including, 1; decides where faults strike. Null: from the seed. */
  readonly random?: (() => number) | null
  /** Posts a webhook's body and answers the status, null where no answer came; over the network where it is left out. */
  readonly postWebhook?: (url: string, body: string) => Promise<number | null>
  /** Told now and then how far a large store has come. */
  readonly onProgress?: (line: string) => void
}

export interface Sandbox extends Identity {
  readonly seed: number
  readonly fetch: SandboxFetch
  readonly controls: Controls
  close(): void
}

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const opened = openStore({
    file: options.store ?? null,
    counts: parseRecords(options.records ?? null),
    seed: options.seed ?? null,
    onProgress: options.onProgress ?? (() => undefined),
  })
  const { store, seed } = opened
  const identity = identityOf(seed)
  const chance = new Random(seed, 99, 0)
  const random = options.random ?? (() => chance.next())
  const clock = clockFrom(options.clock ?? systemClock, opened.dataEnds)

  const profile = options.profile ? requireProfile(options.profile) : null
  const faults = createFaults(random, profile ? parseFaults(profile.traits) : [])
  const now = (): number => clock.now() + faults.clockSkew
  const records = createRecords(store)
  const effects = createEffects((effect, before, after) => hooks.wrote(effect, before, after))
  const hooks: Hooks = createHooks({
    store,
    identity,
    records,
    effects,
    faults,
    now,
    random,
    ...(options.postWebhook ? { post: options.postWebhook } : {}),
  })
  const definitions = createDefinitions(store)
  const writes = createWrites({ records, definitions, effects, now })
  const requests: Record<string, number> = {}
  const plainControls = createControls({ records, writes, faults, effects, requests, hooks, secret: identity.workspaceSecret })
  const eventType = (id: string): string | undefined => {
    const type = plainControls.find('event', id)?.['type']
    return typeof type === 'string' ? type : undefined
  }
  const translator = profile && createTranslator({ profile, definitions, eventType })
  const controls = translator ? profiledControls(plainControls, translator) : plainControls
  if (options.faults) controls.setFaults(options.faults)

  const lastPages = new Map<SandboxObject, readonly number[]>()
  const servedPage = (object: SandboxObject, keys: readonly number[]): void => void lastPages.set(object, keys)
  const calls = createCalls(identity, now)
  const workspace = createWorkspaceApp({
    identity,
    store,
    file: options.store ?? null,
    seed,
    faults,
    now,
    random,
    servedPage,
    first: { records, definitions, lists: createLists(store), writes },
    controls: createControlsApp(controls),
    more: [createWebhooksApp(hooks), createCallsApp(calls, identity.workspaceId)],
  })

  const plainFetch: AppFetch = (request) => workspace.fetch(request)
  const answered = faultyFetch({
    app: profile && translator ? profileFetch({ profile, translator, app: plainFetch, now }) : plainFetch,
    faults,
    clock,
    now,
    random,
    betweenPages(object, verb, count) {
      if (object === 'employee') return
      // Of the page that was just read: it moves, or makes all after it move up, and a walk by offset loses one.
      const page = (lastPages.get(object) ?? []).filter((key) => records.exists(key))
      for (const key of page.slice(0, count)) {
        const id = [idOf(key)]
        if (verb === 'delete') plainControls.edit({ object, id, delete: true })
        else plainControls.edit({ object, id, patch: movingEdit(object, requests) })
      }
    },
    count({ method, object }) {
      const kind = `${method} ${object ?? 'other'}`
      requests[kind] = (requests[kind] ?? 0) + 1
    },
  })

  const fetch: SandboxFetch = async (request, wire) => {
    const { pathname, search } = new URL(request.url)
    const began = clock.now()
    const answer = await answered(request, wire)
    if (!pathname.startsWith('/_sandbox/')) {
      calls.note({ method: request.method, path: pathname + search, status: answer.status, tookMs: clock.now() - began })
    }
    return answer
  }

  return {
    ...identity,
    seed,
    fetch,
    controls,
    close() {
      workspace.close()
      hooks.close()
      opened.close()
    },
  }
}

function parseRecords(records: string | number | Counts | null): Counts | null {
  if (typeof records === 'number') return countsFor(records)
  return typeof records === 'string' ? parseCounts(records) : records
}

/** A different value every time: an edit that changes nothing would not show. */
function movingEdit(object: CrmObject, requests: Readonly<Record<string, number>>): Readonly<Record<string, string | number>> {
  const number = Object.values(requests).reduce((sum, count) => sum + count, 0)
  const field = {
    contact: 'department',
    company: 'description',
    deal: 'description',
    event: 'changed_between_pages',
    lead: 'source',
    pipeline: 'name',
  }[object]
  return { [field]: `Changed between two pages (${number})` }
}

/** Made from the seed, so that a connection survives the sandbox's restart. */
function identityOf(seed: number): Identity {
  const hash = (name: string): string => createHash('sha256').update(`satchel sandbox ${name} ${seed}`).digest('hex')
  return {
    connectionId: hash('connection').slice(0, 24),
    workspaceId: hash('workspace').slice(0, 24),
    token: `sandbox-${hash('token').slice(0, 40)}`,
    workspaceSecret: `whsec-${hash('workspace secret').slice(0, 40)}`,
  }
}
