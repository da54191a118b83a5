/**
 * What the sandbox's CRM knows: its object types, the fields of each as they travel, and how records link to one another.
 *
 * Written down from the protocol once more, on purpose, and not taken from the app's own model: a CRM that shared the app's
 * idea of a field could not catch the app misunderstanding one.
 */

export const crmObjects = ['contact', 'company', 'deal', 'event', 'lead', 'pipeline'] as const
export type CrmObject = (typeof crmObjects)[number]
/** Employees are read-only here: they are who owns records. */
export type SandboxObject = CrmObject | 'employee'
export const sandboxObjects: readonly SandboxObject[] = [...crmObjects, 'employee']

export function isCrmObject(raw: unknown): raw is CrmObject {
  return (crmObjects as readonly unknown[]).includes(raw)
}

export function isSandboxObject(raw: unknown): raw is SandboxObject {
  return raw === 'employee' || isCrmObject(raw)
}

/** How a value must look on the wire. An object of types is a sub-object whose members are all optional. */
export type WireType =
  | 'text'
  | 'number'
  | 'boolean'
  | 'date'
  | 'texts'
  | 'emails'
  | 'telephones'
  | 'references'
  | 'metadata'
  | 'stages'
  | 'objects'
  | 'links'
  | 'link'
  | 'owner'
  | { readonly [member: string]: 'text' | 'number' | 'date' | 'texts' | 'objects' }

const address: WireType = {
  address1: 'text',
  address2: 'text',
  city: 'text',
  postal_code: 'text',
  region: 'text',
  region_code: 'text',
  country: 'text',
  country_code: 'text',
}
const mail = { subject: 'text', body: 'text', from: 'text', to: 'texts', cc: 'texts', attachment_file_ids: 'texts' } as const
const person = { name: 'text', first_name: 'text', last_name: 'text' } as const
const reach = { emails: 'emails', telephones: 'telephones', address } as const

/** The writable fields. `id`, `created_at`, `updated_at` and `raw` are everywhere and are not listed. */
export const wireFields: Readonly<Record<SandboxObject, Readonly<Record<string, WireType>>>> = {
  contact: {
    ...person,
    ...reach,
    title: 'text',
    department: 'text',
    company: 'text',
    company_ids: 'links',
    deal_ids: 'links',
    image_url: 'text',
    link_urls: 'texts',
    user_id: 'owner',
    metadata: 'metadata',
  },
  company: {
    name: 'text',
    ...reach,
    description: 'text',
    timezone: 'text',
    industry: 'text',
    employees: 'number',
    is_active: 'boolean',
    tags: 'texts',
    domains: 'texts',
    websites: 'texts',
    link_urls: 'texts',
    contact_ids: 'links',
    deal_ids: 'links',
    user_id: 'owner',
    metadata: 'metadata',
  },
  deal: {
    name: 'text',
    description: 'text',
    amount: 'number',
    currency: 'text',
    probability: 'number',
    source: 'text',
    lost_reason: 'text',
    won_reason: 'text',
    tags: 'texts',
    closing_at: 'date',
    closed_at: 'date',
    stages: 'references',
    pipelines: 'references',
    contact_ids: 'links',
    company_ids: 'links',
    user_id: 'owner',
    metadata: 'metadata',
  },
  event: {
    type: 'text',
    note: { title: 'text', description: 'text' },
    call: { description: 'text', duration: 'number', start_at: 'date' },
    meeting: { title: 'text', description: 'text', start_at: 'date', end_at: 'date' },
    email: mail,
    task: { name: 'text', description: 'text', status: 'text', priority: 'text', due_at: 'date' },
    marketing_email: { ...mail, name: 'text' },
    form: { name: 'text', redirect_url: 'text', fields: 'objects', archived_at: 'date' },
    page_view: { url: 'text', count: 'number', average: 'number' },
    deal_ids: 'links',
    company_ids: 'links',
    contact_ids: 'links',
    lead_ids: 'links',
    user_id: 'owner',
  },
  lead: {
    ...person,
    ...reach,
    status: 'text',
    source: 'text',
    is_active: 'boolean',
    company_id: 'link',
    contact_id: 'link',
    company_name: 'text',
    user_id: 'owner',
    creator_user_id: 'owner',
    link_urls: 'texts',
    metadata: 'metadata',
  },
  pipeline: { name: 'text', is_active: 'boolean', deal_probability: 'number', display_order: 'number', stages: 'stages' },
  employee: {},
}

/** A field of one object type that names records of another. */
export interface LinkField {
  readonly object: SandboxObject
  readonly field: string
  readonly to: SandboxObject
  /** Holds one id and not a list. */
  readonly single: boolean
  /** Which kind of link it shows, and from which end. */
  readonly kind: number
  readonly end: 'left' | 'right'
}

/** Both ends of a kind share its number, so whichever end was written, the other one shows it. */
export const linkFields: readonly LinkField[] = [
  { kind: 1, object: 'contact', field: 'company_ids', to: 'company', end: 'left', single: false },
  { kind: 1, object: 'company', field: 'contact_ids', to: 'contact', end: 'right', single: false },
  { kind: 2, object: 'contact', field: 'deal_ids', to: 'deal', end: 'left', single: false },
  { kind: 2, object: 'deal', field: 'contact_ids', to: 'contact', end: 'right', single: false },
  { kind: 3, object: 'company', field: 'deal_ids', to: 'deal', end: 'left', single: false },
  { kind: 3, object: 'deal', field: 'company_ids', to: 'company', end: 'right', single: false },
  { kind: 4, object: 'event', field: 'contact_ids', to: 'contact', end: 'left', single: false },
  { kind: 5, object: 'event', field: 'company_ids', to: 'company', end: 'left', single: false },
  { kind: 6, object: 'event', field: 'deal_ids', to: 'deal', end: 'left', single: false },
  { kind: 7, object: 'event', field: 'lead_ids', to: 'lead', end: 'left', single: false },
  { kind: 8, object: 'lead', field: 'company_id', to: 'company', end: 'left', single: true },
  { kind: 9, object: 'lead', field: 'contact_id', to: 'contact', end: 'left', single: true },
]

const linkFieldsByObject = new Map(sandboxObjects.map((object) => [object, linkFields.filter((link) => link.object === object)]))

export function linkFieldsOf(object: SandboxObject): readonly LinkField[] {
  return linkFieldsByObject.get(object) ?? []
}

/** The filters by a linked record that a list of this object type takes: parameter → the object type that its id belongs to. */
export const relationFilters: Readonly<Record<SandboxObject, Readonly<Record<string, CrmObject>>>> = {
  contact: { company_id: 'company', deal_id: 'deal' },
  company: { contact_id: 'contact', deal_id: 'deal' },
  deal: { company_id: 'company', contact_id: 'contact' },
  event: { company_id: 'company', contact_id: 'contact', deal_id: 'deal', lead_id: 'lead' },
  lead: { company_id: 'company', contact_id: 'contact' },
  pipeline: {},
  employee: {},
}
