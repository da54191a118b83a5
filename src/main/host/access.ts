/**
 * Who may speak the contract: one-time secrets for the launch address, and the tokens they are traded for. Only hashes are
 * kept, and they are compared in constant time.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** `opened`: we open the browser ourselves. `printed`: a person reads the address and opens it. */
export type Launch = 'opened' | 'printed'

const GOOD_FOR_MS: Readonly<Record<Launch, number>> = { opened: 30_000, printed: 600_000 }
/** Tries a minute. A person needs one; 256 bits can't be guessed anyway. */
const MOST_TRIES_A_MINUTE = 60

export interface Access {
  /** A new secret; the one before it ends. */
  newSecret(launch: Launch): string
  /** A token for a secret that is good, once; else null. */
  trade(secret: string): string | null
  isToken(token: string): boolean
  /** Counts a try; false when there were too many in this minute. */
  mayTry(): boolean
}

/** @param now a clock that never goes back, in milliseconds */
export function createAccess(now: () => number): Access {
  let secret: { readonly hash: Buffer; readonly until: number } | null = null
  const tokens: Buffer[] = []
  let tries: number[] = []
  return {
    newSecret(launch) {
      const value = randomBytes(32).toString('base64url')
      secret = { hash: hashOf(value), until: now() + GOOD_FOR_MS[launch] }
      return value
    },
    trade(value) {
      const offered = secret
      if (offered === null || now() > offered.until || !timingSafeEqual(offered.hash, hashOf(value))) return null
      secret = null
      const token = randomBytes(32).toString('base64url')
      tokens.push(hashOf(token))
      return token
    },
    isToken(token) {
      const hash = hashOf(token)
      return tokens.some((known) => timingSafeEqual(known, hash))
    },
    mayTry() {
      tries = [...tries.filter((at) => now() - at < 60_000), now()]
      return tries.length <= MOST_TRIES_A_MINUTE
    },
  }
}

function hashOf(value: string): Buffer {
  return createHash('sha256').update(value).digest()
}
