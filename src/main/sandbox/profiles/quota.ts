/** Counts requests in windows of a fixed length, and refuses those beyond what the CRM grants. */
import { Refusal } from '../api/refusal'
import type { Quota } from './profile'

export function createQuota({ requests, windowMs, status, words, saysWhen }: Quota, now: () => number): (request: Request) => void {
  let began = Number.NEGATIVE_INFINITY
  let count = 0
  return ({ url }) => {
    // The tests' own door is not the CRM's.
    if (new URL(url).pathname.startsWith('/_sandbox/')) return
    const at = now()
    if (at - began >= windowMs) {
      began = at
      count = 0
    }
    count += 1
    if (count <= requests) return
    const seconds = Math.max(1, Math.ceil((began + windowMs - at) / 1_000))
    throw new Refusal(status, words, saysWhen ? { 'retry-after': String(seconds) } : {})
  }
}
