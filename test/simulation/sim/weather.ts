/** Faults of the network and the CRM: how likely each request meets one, and which. */
import type { HttpRequest } from '../../../src/main/world'
import type { Fault } from '../model-rules'
import type { ModelServer } from '../model-server'
import type { VirtualWorld } from '../virtual-world'

export interface Weather {
  storm(random: () => number): void
  calm(): void
  /** Everything of that kind is refused until it is back. */
  losePermission(what: 'writes' | 'all' | null): void
  /** This record can't be written any more, or none of its type made: the CRM says so, or stumbles over it. */
  poison(record: string, status: number): void
  /** Object types of which a list once said that it was empty when it was not. */
  readonly lied: ReadonlySet<string>
  /** It once said that something may not be seen any more. */
  readonly denied: boolean
  /** No faults of any kind. */
  clear(): void
}

/** Parts of all requests, from the first one on until it becomes quiet. */
interface Always {
  /** Of the writes: they arrive, and their answer does not. */
  readonly lostAnswers?: number
  /** Of the lists: one record comes in no readable form. */
  readonly unreadable?: number
}

export function createWeather(server: ModelServer, world: VirtualWorld, random: () => number, always: Always = {}): Weather {
  let rate = 0
  let { lostAnswers = 0, unreadable: oddLists = 0 } = always
  let lost: 'writes' | 'all' | null = null
  /** So many requests are asked to wait, in a row. */
  let busyUntil = 0
  const poisoned = new Map<string, number>()
  const lied = new Set<string>()
  let denied = false

  server.fault = (request, path) => {
    const status = poisoned.get(path)
    if (lost === 'all' || (lost === 'writes' && request.method !== 'GET')) return refusal(403, 'no longer allowed')
    if (status !== undefined && (request.method === 'PUT' || request.method === 'POST'))
      return refusal(status, 'department: this record can’t be written')
    if (lostAnswers > 0 && request.method !== 'GET' && random() < lostAnswers) return { kind: 'reset', after: true }
    if (oddLists > 0 && random() < oddLists) return { kind: 'unreadable-record' }
    if (busyUntil > world.now()) return busy(world, busyUntil, random)
    if (random() >= rate) return null
    const fault = draw(request, random)
    if (fault.kind === 'empty-list' || (fault.kind === 'garbage' && fault.body === '[]')) lied.add(path.split('/')[3] ?? '')
    if (fault.kind === 'status' && fault.status === 429) busyUntil = world.now() + 1000 + random() * 20_000
    return fault
  }

  return {
    lied,
    get denied() {
      return denied
    },
    storm: (chance) => void (rate = [0.05, 0.15, 0.4, 0.8][Math.floor(chance() * 4)] ?? 0),
    calm: () => void (rate = 0),
    losePermission(what) {
      lost = what
      denied ||= what !== null
    },
    poison: (record, status) => void poisoned.set(record, status),
    clear() {
      rate = 0
      lostAnswers = 0
      oddLists = 0
      lost = null
      busyUntil = 0
      poisoned.clear()
    },
  }
}

function refusal(status: number, message: string): Fault {
  return { kind: 'status', status, after: false, body: JSON.stringify({ message }) }
}

/** In seconds, as a date, or without saying for how long. */
function busy(world: VirtualWorld, until: number, random: () => number): Fault {
  const form = Math.floor(random() * 3)
  const after =
    form === 0 ? { retryAfter: String(Math.ceil((until - world.now()) / 1000)) } : form === 1 ? { retryAfter: new Date(until).toUTCString() } : {}
  return { kind: 'status', status: 429, after: false, ...after }
}

function draw(request: HttpRequest, random: () => number): Fault {
  const after = random() < 0.5
  const roll = random()
  if (roll < 0.1) return { kind: 'refused-connection' }
  if (roll < 0.3) return { kind: 'reset', after }
  if (roll < 0.38) return { kind: 'timeout', after }
  if (roll < 0.5) return { kind: 'status', status: 503, after }
  if (roll < 0.53) return { kind: 'status', status: 503, after: false, retryAfter: '7' }
  if (roll < 0.61) return { kind: 'status', status: 429, after: false, retryAfter: '3' }
  if (roll < 0.71) return { kind: 'status', status: [500, 502, 504][Math.floor(random() * 3)] ?? 500, after }
  if (roll < 0.79)
    return { kind: 'garbage', body: ['{"id": "1', '<html>Down for maintenance</html>', '', 'null', '[]'][Math.floor(random() * 5)] ?? '' }
  if (roll < 0.87) return { kind: 'slow', milliseconds: Math.floor(random() * 50_000) }
  if (request.method !== 'GET') return { kind: 'reset', after }
  return roll < 0.94 ? { kind: 'empty-list' } : { kind: 'unreadable-record' }
}
