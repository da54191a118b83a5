/**
 * The catalogue of fields: what each object type has, of which kind, and what may be done with it.
 *
 * Everything that treats a field by its kind reads it here: the merge (lists as sets, addresses by part), the mirror's
 * columns, the command line's `--where`, `--sort` and `--set`, and the editors of the interface. Labels are message ids.
 * A *field path* is a top-level field (`title`), a part of an object-valued one (`address.city`, `call.description`), or a
 * custom field by slug (`metadata.tier`); it is the unit of a change, a merge and a conflict.
 */
import type { ObjectType } from './object-type'

export type FieldKind =
  | 'text'
  | 'long-text'
  | 'number'
  | 'money'
  | 'percent'
  | 'boolean'
  | 'date-time'
  | 'url'
  | 'select'
  | 'texts'
  | 'urls'
  | 'emails'
  | 'phones'
  | 'user'
  | 'relation'
  | 'relations'
  | 'references'
  | 'stages'
  | 'object'
  | 'custom'

export interface FieldDefinition {
  /** The field path; an object-valued field is listed by its parts. */
  readonly path: string
  readonly kind: FieldKind
  /** Set by the CRM alone. */
  readonly readOnly?: true
  /** For `select`: the values we know. Enums are open: others survive. */
  readonly options?: readonly string[]
  /** For `relation` and `relations`: what the ids point to. */
  readonly to?: ObjectType
  /** Lists may sort by it, and the mirror keeps a column for it. */
  readonly sortable?: true
  /** Fields with the same unit are decided as one in a merge. */
  readonly unit?: 'name' | 'stage'
}

const stamps = [
  { path: 'created_at', kind: 'date-time', readOnly: true, sortable: true },
  { path: 'updated_at', kind: 'date-time', readOnly: true, sortable: true },
] as const satisfies readonly FieldDefinition[]

const addressParts = ['address1', 'address2', 'city', 'postal_code', 'region', 'region_code', 'country', 'country_code']
const address: readonly FieldDefinition[] = addressParts.map((part) => ({ path: `address.${part}`, kind: 'text' }))
const reach: readonly FieldDefinition[] = [{ path: 'emails', kind: 'emails' }, { path: 'telephones', kind: 'phones' }, ...address]
const personName: readonly FieldDefinition[] = [
  { path: 'name', kind: 'text', unit: 'name', sortable: true },
  { path: 'first_name', kind: 'text', unit: 'name' },
  { path: 'last_name', kind: 'text', unit: 'name' },
]
const owner: FieldDefinition = { path: 'user_id', kind: 'user', to: 'user', sortable: true }

const emailParts: readonly FieldDefinition[] = [
  { path: 'email.subject', kind: 'text' },
  { path: 'email.body', kind: 'long-text' },
  { path: 'email.from', kind: 'text' },
  { path: 'email.to', kind: 'texts' },
  { path: 'email.cc', kind: 'texts' },
  { path: 'email.attachment_file_ids', kind: 'texts' },
]

/** Values of an event's `type`; the sub-object of the same name in lower case holds its content. */
export const eventTypes = ['NOTE', 'CALL', 'EMAIL', 'MEETING', 'TASK', 'MARKETING_EMAIL', 'FORM', 'PAGE_VIEW'] as const
export type EventType = (typeof eventTypes)[number]

export const fieldsByObject: Readonly<Record<ObjectType, readonly FieldDefinition[]>> = {
  contact: [
    ...personName,
    { path: 'title', kind: 'text', sortable: true },
    { path: 'department', kind: 'text' },
    { path: 'company', kind: 'text', sortable: true },
    { path: 'company_ids', kind: 'relations', to: 'company' },
    ...reach,
    owner,
    { path: 'deal_ids', kind: 'relations', to: 'deal' },
    { path: 'image_url', kind: 'url' },
    { path: 'link_urls', kind: 'urls' },
    { path: 'metadata', kind: 'custom' },
    ...stamps,
  ],
  company: [
    { path: 'name', kind: 'text', sortable: true },
    { path: 'domains', kind: 'texts' },
    { path: 'websites', kind: 'urls' },
    { path: 'industry', kind: 'text', sortable: true },
    { path: 'employees', kind: 'number', sortable: true },
    { path: 'description', kind: 'long-text' },
    ...reach,
    owner,
    { path: 'is_active', kind: 'boolean' },
    { path: 'tags', kind: 'texts' },
    { path: 'timezone', kind: 'text' },
    { path: 'link_urls', kind: 'urls' },
    { path: 'contact_ids', kind: 'relations', to: 'contact' },
    { path: 'deal_ids', kind: 'relations', to: 'deal' },
    { path: 'metadata', kind: 'custom' },
    ...stamps,
  ],
  deal: [
    { path: 'name', kind: 'text', sortable: true },
    { path: 'stages', kind: 'stages', unit: 'stage', sortable: true },
    { path: 'pipelines', kind: 'references', unit: 'stage', to: 'pipeline' },
    { path: 'amount', kind: 'money', unit: 'stage', sortable: true },
    { path: 'currency', kind: 'text', unit: 'stage' },
    { path: 'closing_at', kind: 'date-time', sortable: true },
    { path: 'probability', kind: 'percent', sortable: true },
    owner,
    { path: 'company_ids', kind: 'relations', to: 'company' },
    { path: 'contact_ids', kind: 'relations', to: 'contact' },
    { path: 'description', kind: 'long-text' },
    { path: 'source', kind: 'text' },
    { path: 'tags', kind: 'texts' },
    { path: 'closed_at', kind: 'date-time', sortable: true },
    { path: 'won_reason', kind: 'text' },
    { path: 'lost_reason', kind: 'text' },
    { path: 'metadata', kind: 'custom' },
    ...stamps,
  ],
  event: [
    { path: 'type', kind: 'select', options: eventTypes, sortable: true },
    { path: 'note.title', kind: 'text' },
    { path: 'note.description', kind: 'long-text' },
    { path: 'call.description', kind: 'long-text' },
    { path: 'call.duration', kind: 'number' },
    { path: 'call.start_at', kind: 'date-time' },
    { path: 'meeting.title', kind: 'text' },
    { path: 'meeting.description', kind: 'long-text' },
    { path: 'meeting.start_at', kind: 'date-time' },
    { path: 'meeting.end_at', kind: 'date-time' },
    ...emailParts,
    { path: 'task.name', kind: 'text' },
    { path: 'task.description', kind: 'long-text' },
    { path: 'task.status', kind: 'select', options: ['NOT_STARTED', 'WORK_IN_PROGRESS', 'COMPLETED', 'DEFERRED'] },
    { path: 'task.priority', kind: 'select', options: ['HIGH', 'MEDIUM', 'LOW'] },
    { path: 'task.due_at', kind: 'date-time' },
    ...emailParts.map((part) => ({ ...part, path: part.path.replace('email.', 'marketing_email.') })),
    { path: 'marketing_email.name', kind: 'text' },
    { path: 'form.name', kind: 'text' },
    { path: 'form.redirect_url', kind: 'url' },
    { path: 'form.fields', kind: 'object' },
    { path: 'form.archived_at', kind: 'date-time' },
    { path: 'page_view.url', kind: 'url' },
    { path: 'page_view.count', kind: 'number' },
    { path: 'page_view.average', kind: 'number' },
    owner,
    { path: 'contact_ids', kind: 'relations', to: 'contact' },
    { path: 'company_ids', kind: 'relations', to: 'company' },
    { path: 'deal_ids', kind: 'relations', to: 'deal' },
    { path: 'lead_ids', kind: 'relations', to: 'lead' },
    ...stamps,
  ],
  lead: [
    ...personName,
    { path: 'company_name', kind: 'text', sortable: true },
    { path: 'status', kind: 'text', sortable: true },
    { path: 'source', kind: 'text', sortable: true },
    ...reach,
    owner,
    { path: 'is_active', kind: 'boolean' },
    { path: 'company_id', kind: 'relation', to: 'company' },
    { path: 'contact_id', kind: 'relation', to: 'contact' },
    { path: 'creator_user_id', kind: 'user', to: 'user' },
    { path: 'link_urls', kind: 'urls' },
    { path: 'metadata', kind: 'custom' },
    ...stamps,
  ],
  pipeline: [
    { path: 'name', kind: 'text', sortable: true },
    { path: 'is_active', kind: 'boolean' },
    { path: 'deal_probability', kind: 'percent' },
    { path: 'display_order', kind: 'number', sortable: true },
    { path: 'stages', kind: 'object' },
    ...stamps,
  ],
  user: [
    { path: 'name', kind: 'text', sortable: true, readOnly: true },
    { path: 'first_name', kind: 'text', readOnly: true },
    { path: 'last_name', kind: 'text', readOnly: true },
    { path: 'emails', kind: 'emails', readOnly: true },
    { path: 'employment_status', kind: 'select', options: ['ACTIVE', 'INACTIVE'], readOnly: true },
    ...stamps,
  ],
}

/** Fields that hold an object and are changed part by part. */
export const objectValuedFields: ReadonlySet<string> = new Set([
  'address',
  'note',
  'call',
  'meeting',
  'email',
  'task',
  'marketing_email',
  'form',
  'page_view',
])

/** The definition of a field path, or null for a field that the model does not know. A custom field answers as its kind, `text`. */
export function fieldAt(object: ObjectType, path: string): FieldDefinition | null {
  const known = fieldsByObject[object].find((field) => field.path === path)
  if (known) return known
  if (path.startsWith('metadata.') && fieldsByObject[object].some((field) => field.path === 'metadata')) return { path, kind: 'text' }
  return null
}

/** What lists may sort by: the sortable fields, and for events the time at which they happen. */
export function sortableFields(object: ObjectType): readonly string[] {
  const fields = fieldsByObject[object].filter((field) => field.sortable).map((field) => field.path)
  return object === 'event' ? ['happens_at', 'name', ...fields] : fields
}
