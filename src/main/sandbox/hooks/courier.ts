/**
 * Carries deliveries to their addresses, as badly as the faults say.
 *
 *     send ─ dropped? ─ doubled? ─ delayed? ─ held back? ─▶ queue ─▶ POST ─ 2xx: done
 *                                                                    └ else: native 3 more tries at once, then unhealthy
 *                                                                            virtual after 1, 2, 3, 5, 8 … minutes, 20 times
 *
 * One leaves after the other, so that the same seed gives the same order.
 */
import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../../../shared/model/json'
import type { Faults } from '../faults/faults'
import { parseDuration } from '../faults/spec'
import { type DeliveryType, sealEnvelope } from './envelope'
import { objectOfHook, type Webhook } from './webhook'

/** What became of a delivery, for tests and for whoever looks why nothing came. */
export interface DeliveryNote {
  readonly number: number
  readonly webhook_id: string
  readonly event: Webhook['event']
  readonly object_type: string
  readonly ids: readonly string[]
  readonly nonce: string
  readonly type: DeliveryType
  /** `waiting`: under way, held back or to be tried again. */
  fate: 'waiting' | 'delivered' | 'failed' | 'dropped'
  /** Made up and signed with another secret: nobody may act on it. */
  readonly forged: boolean
  tries: number
  /** Of the last answer; null where none came. */
  status: number | null
}

export interface CourierParts {
  readonly faults: Faults
  readonly secret: string
  readonly random: () => number
  /** Posts the body; answers the status, or null where there was no answer. */
  readonly post: (url: string, body: string) => Promise<number | null>
  /** Calls later; answers what takes it back. */
  readonly later: (milliseconds: number, work: () => void) => () => void
  /** Whether it is still there, and still wanted. */
  readonly find: (id: string) => Webhook | null
  readonly becomeUnhealthy: (id: string) => void
}

export interface Courier {
  send(webhook: Webhook, data: readonly JsonObject[], type: DeliveryType): void
  /** Lets go at once of what is held back or delayed, and resolves when nothing is under way any more; retries of a virtual one excepted. */
  flush(): Promise<void>
  /** What became of each, oldest first. */
  notes(): readonly DeliveryNote[]
  close(): void
}

interface Parcel {
  readonly webhook: Webhook
  readonly data: readonly JsonObject[]
  readonly note: DeliveryNote
  body: string
}

const NATIVE_RETRIES = 3
const VIRTUAL_RETRIES = 20
const KEPT_NOTES = 20_000
const DEFAULT_OVERTAKERS = 3

export function createCourier(parts: CourierParts): Courier {
  const { faults, secret, random, post, later, find, becomeUnhealthy } = parts
  let notes: DeliveryNote[] = []
  let last = 0
  const queue: Parcel[] = []
  const held: { readonly parcel: Parcel; overtakers: number }[] = []
  const timers = new Map<() => void, Parcel | null>()
  let carrying = null as Promise<void> | null
  const closing = new AbortController()

  const aboutOf = (webhook: Webhook) => ({ method: 'POST', object: objectOfHook(webhook) })

  function nonce(): string {
    return Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  }

  function seal(webhook: Webhook, data: readonly JsonObject[], type: DeliveryType, once: string, key: string): string {
    const spelling = (faults.trait('hook-signature', aboutOf(webhook)) ?? '').split('+')
    return sealEnvelope({ webhook, data, type, nonce: once, secret: key, spelling })
  }

  function parcelOf(webhook: Webhook, data: readonly JsonObject[], type: DeliveryType, forged: boolean): Parcel {
    const once = nonce()
    const wrong = forged || faults.strike('hook-wrong-signature', aboutOf(webhook)) !== null
    last += 1
    const note: DeliveryNote = {
      number: last,
      webhook_id: webhook.id,
      event: webhook.event,
      object_type: webhook.object_type,
      ids: data.flatMap(({ id }) => (typeof id === 'string' ? [id] : [])),
      nonce: once,
      type,
      fate: 'waiting',
      forged,
      tries: 0,
      status: null,
    }
    notes.push(note)
    if (notes.length > KEPT_NOTES * 1.1) notes = notes.slice(-KEPT_NOTES)
    return { webhook, data, note, body: seal(webhook, data, type, once, wrong ? `not ${secret}` : secret) }
  }

  /** Somebody who knows the address and not the secret: says of the same records that they are gone. */
  function forge(webhook: Webhook, data: readonly JsonObject[], type: DeliveryType): void {
    const made = data.map(({ id }) => ({ id, name: 'Nobody signed this' }))
    enqueue(parcelOf({ ...webhook, event: 'deleted' }, made, type, true))
  }

  function send(webhook: Webhook, data: readonly JsonObject[], type: DeliveryType): void {
    if (closing.signal.aborted) return
    const about = aboutOf(webhook)
    if (faults.strike('hook-forged', about)) forge(webhook, data, type)
    const parcel = parcelOf(webhook, data, type, false)
    if (faults.strike('hook-drop', about)) {
      parcel.note.fate = 'dropped'
      return
    }
    if (faults.strike('hook-double', about)) enqueue({ ...parcel, note: { ...parcel.note } })
    const delay = parseDuration(faults.strike('hook-delay', about)?.value ?? '')
    if (delay !== null) return after(delay, parcel)
    const reorder = faults.strike('hook-reorder', about)
    if (reorder) held.push({ parcel, overtakers: Number(reorder.value || DEFAULT_OVERTAKERS) })
    else enqueue(parcel)
  }

  function after(milliseconds: number, parcel: Parcel, mayHurry: Parcel | null = parcel): void {
    const cancel = later(milliseconds, () => {
      timers.delete(cancel)
      enqueue(parcel)
    })
    timers.set(cancel, mayHurry)
  }

  function enqueue(parcel: Parcel): void {
    queue.push(parcel)
    for (const each of held) each.overtakers -= 1
    for (const ready of held.filter(({ overtakers }) => overtakers <= 0)) {
      held.splice(held.indexOf(ready), 1)
      queue.push(ready.parcel)
    }
    carrying ??= carry().finally(() => {
      carrying = null
    })
  }

  async function carry(): Promise<void> {
    for (let parcel = queue.shift(); parcel && !closing.signal.aborted; parcel = queue.shift()) await attempt(parcel)
  }

  async function attempt(parcel: Parcel): Promise<void> {
    const { note, webhook } = parcel
    const isNative = webhook.webhook_type === 'native'
    for (;;) {
      const current = find(webhook.id)
      // Taken away or paused since: what is under way is let go.
      if (current === null || current.is_paused) {
        note.fate = 'dropped'
        return
      }
      if (note.tries > 0 && faults.trait('hook-new-nonce', aboutOf(webhook)) !== null)
        parcel.body = seal(webhook, parcel.data, note.type, nonce(), secret)
      note.tries += 1
      note.status = await post(webhook.hook_url, parcel.body)
      if (note.status !== null && note.status >= 200 && note.status < 300) {
        note.fate = 'delivered'
        return
      }
      if (note.forged || closing.signal.aborted) return fail(parcel)
      if (isNative && note.tries <= NATIVE_RETRIES) continue
      if (isNative || note.tries > VIRTUAL_RETRIES) return giveUp(parcel)
      return after(fibonacci(note.tries) * minute(), parcel, null)
    }
  }

  function fail({ note }: Parcel): void {
    note.fate = 'failed'
  }

  function giveUp(parcel: Parcel): void {
    fail(parcel)
    becomeUnhealthy(parcel.webhook.id)
  }

  function minute(): number {
    return parseDuration(faults.trait('hook-minute', { method: 'POST', object: null }) ?? '1m') ?? 60_000
  }

  return {
    send,
    async flush() {
      for (const [cancel, parcel] of timers) {
        if (parcel === null) continue
        cancel()
        timers.delete(cancel)
        enqueue(parcel)
      }
      for (const { parcel } of held.splice(0)) enqueue(parcel)
      for (let busy = carrying; busy !== null; busy = carrying) await busy
    },
    notes: () => notes,
    close() {
      closing.abort()
      for (const cancel of timers.keys()) cancel()
      timers.clear()
    },
  }
}

/** 1, 2, 3, 5, 8, 13 … */
function fibonacci(place: number): number {
  let [a, b] = [1, 1]
  for (let at = 1; at < place + 1; at += 1) [a, b] = [b, a + b]
  return a
}

/** A delivery over the network. Whatever goes wrong is no answer. */
export async function postDelivery(url: string, body: string): Promise<number | null> {
  try {
    const headers = { 'content-type': 'application/json', 'user-agent': 'satchel-sandbox', 'x-request-id': randomUUID() }
    const answer = await fetch(url, { method: 'POST', body, headers, redirect: 'manual', signal: AbortSignal.timeout(10_000) })
    await answer.body?.cancel()
    return answer.status
  } catch {
    // Refused, reset, too slow: to the sender it is all the same.
    return null
  }
}
