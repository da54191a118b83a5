/**
 * The CRM's webhooks: who wants to hear of what, and when they are told.
 *
 *   native    each write is told at once, one record a delivery
 *   virtual   a run every so many minutes tells what was written since the last one, several records a delivery
 *   initial   asked for at the start: all that is there, in pages, and a word when that is through
 *
 * They are kept in the store, as a connection is: both survive a restart.
 */
import type { JsonObject } from '../../../shared/model/json'
import type { Identity } from '../api/app'
import { notFound, Refusal, refuse } from '../api/refusal'
import { shapeRecord, type ShapeTraits } from '../api/shape'
import type { Effect, Effects } from '../faults/effects'
import type { Faults } from '../faults/faults'
import { parseDuration } from '../faults/spec'
import { idOf, parseKey, readAbout, type Store, writeAbout } from '../store/open'
import type { Records, StoredRecord } from '../store/records'
import { type Courier, createCourier, postDelivery } from './courier'
import type { DeliveryType } from './envelope'
import { type HookEvent, type HookWish, objectOfHook, type Webhook } from './webhook'

export interface HookParts {
  readonly store: Store
  readonly identity: Identity
  readonly records: Records
  readonly effects: Pick<Effects, 'since'>
  readonly faults: Faults
  readonly now: () => number
  readonly random: () => number
  readonly post?: (url: string, body: string) => Promise<number | null>
  readonly later?: (milliseconds: number, work: () => void) => () => void
}

export interface Hooks {
  list(): readonly Webhook[]
  require(id: string): Webhook
  create(wish: HookWish, includeAll: boolean): Webhook
  change(id: string, wish: HookWish): Webhook
  resume(id: string): Webhook
  trigger(id: string): void
  remove(id: string): void
  /** Something was written: the native ones are told. */
  wrote(effect: Effect, before: StoredRecord | null, after: StoredRecord | null): void
  readonly courier: Pick<Courier, 'flush' | 'notes'>
  close(): void
}

/** What is kept of one: as the API shows it, and how far it got. */
interface Kept {
  webhook: Webhook
  /** The last effect that a virtual one has told of. */
  told: number
  unhealthySince: number | null
}

const KEPT_UNDER = 'webhooks'
const PAGE = 100
const DAY_MS = 86_400_000
const KEPT_RUNS = 10
const eventOf: Readonly<Record<Effect['verb'], HookEvent>> = { create: 'created', replace: 'updated', patch: 'updated', delete: 'deleted' }

export function createHooks(parts: HookParts): Hooks {
  const { store, identity, records, effects, faults, now, random } = parts
  const later = parts.later ?? systemLater
  const kept = new Map<string, Kept>()
  const runs = new Map<string, () => void>()
  const stamp = (): string => new Date(now()).toISOString()

  const courier = createCourier({
    faults,
    secret: identity.workspaceSecret,
    random,
    later,
    post: parts.post ?? postDelivery,
    find: (id) => kept.get(id)?.webhook ?? null,
    becomeUnhealthy(id) {
      const one = kept.get(id)
      if (one) save({ ...one, webhook: { ...one.webhook, is_healthy: false }, unhealthySince: one.unhealthySince ?? now() })
    },
  })

  for (const one of JSON.parse(readAbout(store, KEPT_UNDER) ?? '[]') as Kept[]) {
    // Effects are counted anew in each life of the process.
    kept.set(one.webhook.id, { ...one, told: 0 })
    schedule(one.webhook)
  }

  function save(one: Kept): Webhook {
    kept.set(one.webhook.id, one)
    keep()
    return one.webhook
  }

  function keep(): void {
    writeAbout(store, KEPT_UNDER, JSON.stringify([...kept.values()]))
  }

  function requireKept(id: string): Kept {
    return kept.get(id) ?? notFound('webhook')
  }

  function lastEffect(): number {
    return effects.since(0).at(-1)?.number ?? 0
  }

  function shapeOf(webhook: Webhook, record: StoredRecord): JsonObject {
    const traits: ShapeTraits = {
      stamps: (faults.trait('stamps', { method: 'GET', object: record.object }) as ShapeTraits['stamps'] | null) ?? 'millisecond',
    }
    const fields = (webhook.fields ?? '').split(',').filter((name) => name !== '')
    return shapeRecord(record, fields, traits)
  }

  function wants(webhook: Webhook, record: StoredRecord): boolean {
    return Object.entries(webhook.filters ?? {}).every(([field, value]) => record.document[field] === value)
  }

  /** What is told of a deletion: the id, unless this CRM tells all it knew. */
  function lastState(webhook: Webhook, record: StoredRecord): JsonObject {
    return faults.trait('hook-deleted-whole', { method: 'POST', object: record.object }) === null
      ? { id: idOf(record.key) }
      : shapeOf(webhook, record)
  }

  function deliver(webhook: Webhook, data: readonly JsonObject[], type: DeliveryType): void {
    const page = webhook.page_max_limit ?? PAGE
    for (let start = 0; start < data.length; start += page) courier.send(webhook, data.slice(start, start + page), type)
  }

  function run(id: string): void {
    const one = requireKept(id)
    const { webhook } = one
    const object = objectOfHook(webhook)
    const since = effects.since(one.told).filter((effect) => effect.object === object)
    const next: Webhook = { ...webhook, checked_at: stamp(), runs: [...webhook.runs, stamp()].slice(-KEPT_RUNS) }
    save({ ...one, webhook: next, told: lastEffect() })
    const ofEvent = since.filter(({ verb }) => eventOf[verb] === webhook.event)
    const ids = [...new Set(ofEvent.map((effect) => effect.id))]
    if (object === null || ids.length === 0) return
    if (webhook.event === 'deleted')
      return deliver(
        next,
        ids.map((each) => ({ id: each })),
        'VIRTUAL',
      )
    const found = ids.flatMap((each) => {
      const key = parseKey(object, each)
      const record = key === null ? null : records.find(object, key)
      return record && wants(webhook, record) ? [shapeOf(webhook, record)] : []
    })
    deliver(next, found, 'VIRTUAL')
  }

  function schedule({ id, webhook_type, interval = 1 }: Webhook): void {
    runs.get(id)?.()
    runs.delete(id)
    if (webhook_type !== 'virtual') return
    const minute = parseDuration(faults.trait('hook-minute', { method: 'POST', object: null }) ?? '1m') ?? 60_000
    runs.set(
      id,
      later(interval * minute, () => {
        const one = kept.get(id)
        if (!one) return
        if (one.webhook.is_healthy && !one.webhook.is_paused) run(id)
        schedule(one.webhook)
      }),
    )
  }

  function tellAll(webhook: Webhook): void {
    const object = objectOfHook(webhook)
    const all = object === null ? [] : records.all(object).filter((record) => wants(webhook, record))
    deliver(
      webhook,
      all.map((record) => shapeOf(webhook, record)),
      'INITIAL-PARTIAL',
    )
    courier.send(webhook, [], 'INITIAL-COMPLETE')
  }

  return {
    list: () => [...kept.values()].map(({ webhook }) => webhook),
    require: (id) => requireKept(id).webhook,
    create(wish, includeAll) {
      const { connection_id, object_type, event, hook_url } = wish
      if (connection_id === undefined || object_type === undefined || event === undefined)
        return refuse('connection_id, object_type and event are required')
      if (connection_id !== identity.connectionId) notFound('connection')
      if (hook_url === undefined) return refuse('hook_url is required')
      const assumed = faults.trait('hook-default-type', { method: 'POST', object: null }) ?? (wish.interval === undefined ? 'native' : 'virtual')
      const webhook: Webhook = {
        is_paused: false,
        environment: 'Production',
        webhook_type: assumed === 'virtual' ? 'virtual' : 'native',
        ...wish,
        id: Array.from({ length: 24 }, () => Math.floor(random() * 16).toString(16)).join(''),
        connection_id,
        object_type,
        event,
        hook_url,
        is_healthy: true,
        workspace_id: identity.workspaceId,
        integration_type: 'sandbox',
        created_at: stamp(),
        updated_at: stamp(),
        runs: [],
      }
      save({ webhook, told: lastEffect(), unhealthySince: null })
      schedule(webhook)
      if (includeAll) tellAll(webhook)
      return webhook
    },
    change(id, wish) {
      const one = requireKept(id)
      const webhook = save({ ...one, webhook: { ...one.webhook, ...wish, updated_at: stamp() } })
      schedule(webhook)
      return webhook
    },
    resume(id) {
      const one = requireKept(id)
      const { webhook, unhealthySince } = one
      if (webhook.webhook_type === 'virtual' && unhealthySince !== null && now() - unhealthySince > 7 * DAY_MS)
        throw new Refusal(409, 'it was unhealthy for more than seven days: delete it and make it anew')
      const resumed = save({ ...one, webhook: { ...webhook, is_paused: false, is_healthy: true, updated_at: stamp() }, unhealthySince: null })
      schedule(resumed)
      return resumed
    },
    trigger(id) {
      const { webhook } = requireKept(id)
      if (webhook.webhook_type !== 'virtual') refuse('only a virtual webhook can be run')
      if (webhook.is_paused) refuse('the webhook is paused')
      run(id)
    },
    remove(id) {
      requireKept(id)
      runs.get(id)?.()
      runs.delete(id)
      kept.delete(id)
      keep()
    },
    wrote(effect, before, after) {
      const record = after ?? before
      if (record === null) return
      for (const { webhook } of kept.values()) {
        const isFor = webhook.webhook_type === 'native' && webhook.event === eventOf[effect.verb] && objectOfHook(webhook) === effect.object
        if (!isFor || webhook.is_paused || !webhook.is_healthy || !wants(webhook, record)) continue
        courier.send(webhook, [after === null ? lastState(webhook, record) : shapeOf(webhook, after)], 'NATIVE')
      }
    },
    courier,
    close() {
      courier.close()
      for (const cancel of runs.values()) cancel()
    },
  }
}

/** A wait that keeps no process alive. */
function systemLater(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds).unref()
  return () => clearTimeout(timer)
}
