/**
 * What a CRM says of itself: per type of record the methods, the fields that are read and written, and what its lists can be
 * asked. It is the integration's support matrix in our words.
 *
 * What it does not mention is unknown, which is not "no": only a plain "not supported" keeps the app from trying. What a CRM
 * really does is learned from its answers, see `capability.ts`.
 */
import type { ObjectType } from '../model/object-type'
import { type WebhookEvent, type WebhookKind, webhookKinds } from './webhook'

export const supportMethods = ['list', 'get', 'create', 'update', 'remove'] as const
export type SupportMethod = (typeof supportMethods)[number]

/** `required`: it does not work without. */
export type Supported = 'required' | 'yes' | 'no'

export interface ObjectSupport {
  readonly object: ObjectType
  /** A method that is not in it is unknown. */
  readonly methods: Readonly<Partial<Record<SupportMethod, boolean>>>
  /** By field of the model's top level; null where it says nothing of fields. */
  readonly reads: Readonly<Record<string, boolean>> | null
  readonly writes: Readonly<Record<string, Supported>> | null
  /** What its list can be asked, by the name of the parameter: `updated_gte`, `sort_by_name`, `company_id`. */
  readonly listOptions: Readonly<Record<string, Supported>>
  /** Fields that cost the CRM a request a record. */
  readonly slow: readonly string[]
  /** By event, how it is told: one that is not in it is not told. Null where nothing is said of webhooks. */
  readonly told: Readonly<Partial<Record<WebhookEvent, readonly WebhookKind[]>>> | null
}

/** How an event of a type may be told of: both ways while nobody said otherwise; none where it is known not to be told. */
export function webhookKindsOf(support: ObjectSupport | null | undefined, event: WebhookEvent): readonly WebhookKind[] {
  const told = support?.told ?? null
  return told === null ? webhookKinds : (told[event] ?? [])
}

/** A CRM of the gateway, as the grid shows it. */
export interface Provider {
  readonly id: string
  readonly name: string
  /** False: it has to be switched on in the gateway's workspace first. Null: it was not asked. */
  readonly active: boolean | null
}

/** One CRM in full: what can be told before anybody signs in to it. */
export interface ProviderDetails extends Provider {
  /** Its limits, in the gateway's words. */
  readonly rateLimit: string | null
  /** Null: it says nothing of what it can do. */
  readonly support: readonly ObjectSupport[] | null
}

/** One plain statement of what a type of record allows. `fields` and `options` are those of the wire. */
export type SupportFact =
  | { readonly kind: 'all' | 'read-only' | 'not-offered' | 'no-create' | 'no-update' | 'no-remove' | 'no-changes-since' }
  | { readonly kind: 'required' | 'not-written' | 'slow'; readonly fields: readonly string[] }
  | { readonly kind: 'list-needs'; readonly options: readonly string[] }

/** What a person should know about a type, what weighs most first. */
export function supportFacts({ methods, writes, listOptions, slow }: ObjectSupport): readonly SupportFact[] {
  if (methods.list === false) return [{ kind: 'not-offered' }]
  const readOnly = methods.create === false && methods.update === false && methods.remove === false
  const fieldsThat = (how: Supported): readonly string[] => Object.keys(writes ?? {}).filter((field) => writes?.[field] === how)
  const needs = Object.keys(listOptions).filter((option) => listOptions[option] === 'required')
  const denies = methods.create === false || methods.update === false || methods.remove === false
  return [
    ...(denies ? [] : [{ kind: 'all' } as const]),
    ...(readOnly ? [{ kind: 'read-only' } as const] : []),
    ...(!readOnly && methods.create === false ? [{ kind: 'no-create' } as const] : []),
    ...(!readOnly && methods.update === false ? [{ kind: 'no-update' } as const] : []),
    ...(!readOnly && methods.remove === false ? [{ kind: 'no-remove' } as const] : []),
    ...(!readOnly && fieldsThat('required').length > 0 ? [{ kind: 'required', fields: fieldsThat('required') } as const] : []),
    ...(!readOnly && fieldsThat('no').length > 0 ? [{ kind: 'not-written', fields: fieldsThat('no') } as const] : []),
    ...(listOptions['updated_gte'] === 'no' ? [{ kind: 'no-changes-since' } as const] : []),
    ...(needs.length > 0 ? [{ kind: 'list-needs', options: needs } as const] : []),
    ...(slow.length > 0 ? [{ kind: 'slow', fields: slow } as const] : []),
  ]
}
