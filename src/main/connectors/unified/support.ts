/**
 * The integration's support matrix, read into our words. A type, a map or a key that is missing says nothing, and neither does a
 * value that this version does not know: only what is plainly said counts.
 */
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { type ObjectType, objectTypes } from '../../../shared/model/object-type'
import { type ObjectSupport, type Supported, type SupportMethod, supportMethods } from '../../../shared/sync/support'
import { webhookEvents, webhookKinds } from '../../../shared/sync/webhook'

const words: Readonly<Record<string, Supported>> = { 'supported-required': 'required', supported: 'yes', 'not-supported': 'no' }

/** Null where the integration has no matrix at all. */
export function readSupport(matrix: Json | undefined): readonly ObjectSupport[] | null {
  if (!isJsonObject(matrix)) return null
  return objectTypes.flatMap((object) => {
    const of = matrix[wireName(object)]
    return isJsonObject(of) ? [readObject(object, of)] : []
  })
}

function wireName(object: ObjectType): string {
  return object === 'user' ? 'hris_employee' : `crm_${object}`
}

function readObject(object: ObjectType, matrix: JsonObject): ObjectSupport {
  const writes = supportIn(matrix['inbound_fields'])
  const reads = supportIn(matrix['outbound_fields'])
  const listOptions = Object.entries(matrix).flatMap(([key, value]) => {
    const said = typeof value === 'string' ? words[value] : undefined
    return key.startsWith('list_') && said !== undefined ? [[key.slice('list_'.length), said] as const] : []
  })
  const slow = matrix['slow_fields']
  return {
    object,
    methods: methodsIn(matrix['methods']),
    reads: reads && Object.fromEntries(Object.entries(reads).map(([field, said]) => [field, said !== 'no'])),
    writes,
    listOptions: Object.fromEntries(listOptions),
    slow: Array.isArray(slow) ? (slow as readonly Json[]).filter((field) => typeof field === 'string') : [],
    told: toldIn(matrix['webhook_events']),
  }
}

function methodsIn(value: Json | undefined): Partial<Record<SupportMethod, boolean>> {
  if (!isJsonObject(value)) return {}
  return Object.fromEntries(supportMethods.flatMap((method) => (typeof value[method] === 'boolean' ? [[method, value[method]] as const] : [])))
}

/** Absent is not available. A way that this version does not know says that there is one: any is tried. */
function toldIn(value: Json | undefined): ObjectSupport['told'] {
  if (!isJsonObject(value)) return null
  return Object.fromEntries(
    webhookEvents.flatMap((event) => {
      const ways = value[event]
      if (!Array.isArray(ways) || ways.length === 0) return []
      const known = webhookKinds.filter((kind) => ways.includes(kind))
      return [[event, known.length > 0 ? known : webhookKinds] as const]
    }),
  )
}

function supportIn(value: Json | undefined): Readonly<Record<string, Supported>> | null {
  if (!isJsonObject(value)) return null
  return Object.fromEntries(
    Object.entries(value).flatMap(([field, said]) => {
      const word = typeof said === 'string' ? words[said] : undefined
      return word === undefined ? [] : [[field, word] as const]
    }),
  )
}
