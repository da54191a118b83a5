/**
 * The port to what stands before the connections: which CRMs there are, what each can do, and how a person signs in to one. Like a
 * connector it asks once, judges every answer, and keeps nothing.
 */
import type { ObjectType } from '../../shared/model/object-type'
import type { ObjectSupport, Provider, ProviderDetails } from '../../shared/sync/support'
import type { Outcome } from './connector'

export interface GatewayOptions {
  readonly url: string
  readonly token: () => Promise<string | null>
}

export interface SignInQuestion {
  readonly workspaceId: string
  readonly provider: string
  /** Given back with the answer: 256 bits that only we know. */
  readonly state: string
  /** Kept on the connection that is made, so that it can be found without an answer. */
  readonly reference: string
  /** Where the browser is sent in the end. */
  readonly back: string
  /** Only what these need is asked for; null: everything. */
  readonly objects: readonly ObjectType[] | null
}

export interface Gateway {
  readonly host: string
  /** Asked with the workspace's id where there is one, which needs no token. */
  providers(workspaceId: string | null): Promise<Outcome<readonly Provider[]>>
  /** Null: it knows no such CRM. */
  provider(id: string, workspaceId: string | null): Promise<Outcome<ProviderDetails | null>>
  /** The workspace that the token opens, as its connections tell; null where it has none yet. */
  workspace(): Promise<Outcome<string | null>>
  /** The address at which the person signs in. */
  signInAddress(question: SignInQuestion): Promise<Outcome<string>>
  /** The id of the connection that carries this reference; null while there is none. */
  findSignedIn(reference: string): Promise<Outcome<string | null>>
  /** Ends a connection for everybody, with its webhooks; one that is gone already is no trouble. */
  removeConnection(connectionId: string): Promise<Outcome<null>>
}

/** A type with nothing said of it, to be laid under what is. */
export const noSupport: Omit<ObjectSupport, 'object'> = { methods: {}, reads: null, writes: null, listOptions: {}, slow: [], told: null }
