/** Signing in to a CRM in the browser, and what the gateway and each CRM offer. */
import { z } from 'zod'
import type { Failure } from '../failure'
import type { Connection } from '../model/views'
import { objectTypes } from '../model/object-type'
import type { ObjectSupport, Provider, ProviderDetails } from '../sync/support'
import { connectionId } from './ids'
import { command, query } from './operation'

const text = z.string().trim().min(1).max(2000)
/** The gateway and its workspace. What is null is taken from a connection that is there already. */
const gateway = z.object({
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .default(null),
  workspaceId: text.nullable().default(null),
  token: z
    .union([z.object({ value: z.string().min(1).max(10_000) }), z.object({ env: z.string().regex(/^[A-Za-z_]\w*$/) })])
    .nullable()
    .default(null),
})

/** A sign-in that waits for a person in their browser. */
export interface SignIn {
  readonly id: string
  /** Where the person signs in. */
  readonly address: string
  /** Whether the browser was opened already: else whoever asked shows the address. */
  readonly opened: boolean
  /** After that many milliseconds nobody waits any more. */
  readonly waitMs: number
}

export type SignInEnd =
  | { readonly kind: 'connected'; readonly connection: Connection }
  /** Signing in again led to another account: nothing is done until a person decides. */
  | { readonly kind: 'other-account'; readonly account: string | null; readonly expected: string | null }

/** `left`: why the connection that the sign-in made is still at the gateway; null where there is none, or none any more. */
export interface SignInCancelled {
  readonly left: Failure | null
}

export const signInOperations = {
  /** The CRMs there are: as the gateway lists them, or as this version knows them where no gateway is known yet. */
  'providers.list': command<readonly Provider[]>()(z.object({})),
  /** One of them with all that it says it can do. */
  'providers.read': command<ProviderDetails>()(gateway.extend({ provider: text })),
  /** Begins: opens a place to come back to, and asks for the address at which the person signs in. */
  'signIn.start': command<SignIn>()(
    gateway.extend({
      provider: text,
      /** The connection that is signed in again; null makes a new one. */
      again: connectionId.nullable().default(null),
      /** Only these types are asked for and pulled; null: all. */
      objects: z.array(z.enum(objectTypes)).min(1).readonly().nullable().default(null),
      name: text.nullable().default(null),
      /** Where the answer is waited for on this computer; null: any free port. */
      port: z.int().min(1).max(65_535).nullable().default(null),
    }),
  ),
  /** Resolves when the person came back and all is checked; fails with `sign-in` and the reason. May be asked again. */
  'signIn.wait': command<SignInEnd>()(z.object({ id: text })),
  /** Nobody waits for it any more. What it had made at the gateway is removed there, and nothing that was there before. */
  'signIn.cancel': command<SignInCancelled>()(z.object({ id: text })),
  /** The other account becomes a connection of its own, beside the one that was to be signed in again. */
  'signIn.keepApart': command<Connection>()(z.object({ id: text })),
  /** What the CRM said of itself when it was last asked; `at` null: never. */
  'connections.support': query<{ readonly at: number | null; readonly objects: readonly ObjectSupport[] }>()(z.object({ connection: connectionId })),
} as const
