/**
 * What one CRM is like behind the same API: its ids, what its lists can't do, what it insists on, in which words it refuses,
 * and what it makes of the values that are written.
 *
 * A profile lies around the sandbox's own CRM (`profile-fetch.ts`): requests are turned into the plain form on their way in,
 * answers into this CRM's on their way out.
 */
import type { JsonObject } from '../../../shared/model/json'
import type { CrmObject, SandboxObject } from '../catalogue'
import type { IdShape } from './ids'

export type IdKind = SandboxObject | 'stage'

export interface Profile {
  /** As in `integration_type`. */
  readonly name: string
  readonly label: string
  readonly ids: Readonly<Record<IdKind, IdShape>>
  /** How it is as long as it stands, in the words of `--faults`: stamps, filters and orders it lacks, how far its lists lag. */
  readonly traits: string
  /** Object types that it does not have: every request answers 501. */
  readonly lacks: readonly CrmObject[]
  /** Object types that can be read and not written. */
  readonly readOnly: readonly CrmObject[]
  /** Ways to change a record that its integration does not offer. */
  readonly lacksVerbs: readonly ('PUT' | 'PATCH')[]
  readonly quota: Quota
  /** What it calls a custom field, from the sandbox's own name for it. */
  readonly slug: (slug: string) => string
  /** Its objection to a whole record, or null. */
  readonly objection: (object: CrmObject, record: JsonObject) => Objection | null
  /** What it makes of the fields that were written. */
  readonly normalize: (object: CrmObject, fields: JsonObject) => JsonObject
  /** The body of an answer that is no success. */
  readonly errorBody: (status: number, words: string) => JsonObject | string
}

export interface Objection {
  readonly status: number
  readonly words: string
}

/** So many requests in so many milliseconds; the next one is refused. */
export interface Quota {
  readonly requests: number
  readonly windowMs: number
  readonly status: number
  readonly words: string
  /** Whether the answer says when to come again. */
  readonly saysWhen: boolean
}
