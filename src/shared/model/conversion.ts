/** A lead made into a contact, a company and a deal: what is proposed, what the rep chose, what became of it. */
import type { RecordId } from './ids'
import type { JsonObject } from './json'
import type { ChangeId } from './ids'

/** A record that is here already and looks like what would be made. */
export interface Likeness {
  readonly id: RecordId
  readonly name: string | null
  /** How it was found: the lead links to it, or it has the same e-mail address or name. */
  readonly by: 'link' | 'email' | 'name'
}

export interface ConversionProposal {
  readonly name: string | null
  readonly contact: { readonly data: JsonObject; readonly existing: Likeness | null }
  /** Null: the lead names no company. */
  readonly company: { readonly data: JsonObject; readonly existing: Likeness | null } | null
  readonly deal: { readonly data: JsonObject }
  /** What the CRM's own converted leads say in their status; null where it has none. */
  readonly status: string | null
}

export interface Conversion {
  /** Holds all of it: pushed, held or discarded as one. */
  readonly batch: string
  readonly changes: readonly ChangeId[]
  readonly contact: RecordId
  readonly company: RecordId | null
  readonly deal: RecordId | null
}
