/** Sign-ins under way: opened by an authorization address, ended by what the person does on the consent page. */
import { randomBytes } from 'node:crypto'

export interface SignInRequest {
  /** The integration. */
  readonly type: string
  readonly permissions: string[]
  readonly environment: string
  readonly xref: string | null
  readonly state: string | null
  readonly success: string | null
  readonly failure: string | null
  /** The connection that is signed in again, in place. */
  readonly renews: string | null
}

export interface SignInRequests {
  /** Answers its id, which is the consent page's address. */
  open(request: SignInRequest): string
  /** Null: never was, or used. `expired`: opened too long ago. */
  find(id: string): { readonly request: SignInRequest; readonly expired: boolean } | null
  close(id: string): void
}

const GOOD_FOR_MS = 10 * 60_000

/** @param expiresAtOnce a sandbox that is told to hands out addresses that are too old already */
export function createSignInRequests(now: () => number, expiresAtOnce: () => boolean): SignInRequests {
  const open = new Map<string, { readonly request: SignInRequest; readonly until: number }>()
  return {
    open(request) {
      const id = randomBytes(16).toString('hex')
      open.set(id, { request, until: now() + GOOD_FOR_MS })
      return id
    },
    find(id) {
      const found = open.get(id)
      return found ? { request: found.request, expired: expiresAtOnce() || now() > found.until } : null
    },
    close: (id) => void open.delete(id),
  }
}
