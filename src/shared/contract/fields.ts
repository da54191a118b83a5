/** The definitions of custom fields: known here, made and changed in the CRM at once, since no change of a record can wait for them. */
import { z } from 'zod'
import { type CustomField, customFieldObjects } from '../model/custom-field'
import { isSafeKey, type JsonObject } from '../model/json'
import { connectionId } from './ids'
import { command, query } from './operation'

const object = z.enum(customFieldObjects)
const slug = z.string().min(1).max(500)
/** Fields of a definition as they travel: `name`, `slug`, `format`, `options`, `is_required`. Others are passed on. */
const definition: z.ZodType<JsonObject> = z.record(z.string().min(1).max(500).refine(isSafeKey, 'a field name'), z.json())
const field = z.object({ connection: connectionId, object, slug })

export const fieldOperations = {
  /** As they were last read; null for all object types. */
  'fields.list': query<readonly CustomField[]>()(z.object({ connection: connectionId, object: object.nullable().default(null) })),
  /** The industries that the CRM has a list of, as it was last read; what records hold beside them is as good. */
  'fields.industries': query<readonly string[]>()(z.object({ connection: connectionId })),
  /** Reads them from the CRM, unless that was done within the hour or so; `now` reads in any case. */
  'fields.refresh': command<FieldsRefreshed>()(z.object({ connection: connectionId, now: z.boolean().default(false) })),
  'fields.add': command<CustomField>()(z.object({ connection: connectionId, object, definition })),
  /** Changes these of its fields; slug and object type stay. */
  'fields.edit': command<CustomField>()(field.extend({ definition })),
  /** Removes the definition, and in most CRMs every record's value with it. */
  'fields.remove': command<null>()(field),
} as const

export interface FieldsRefreshed {
  /** False: this CRM tells nothing of its custom fields. */
  readonly supported: boolean
  /** It was asked now; false where what is known is young enough. */
  readonly asked: boolean
}
