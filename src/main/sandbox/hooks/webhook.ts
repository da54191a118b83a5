/** One webhook as the API shows it, and what a client may say about it. */
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { refuse } from '../api/refusal'
import { isSandboxObject, type SandboxObject } from '../catalogue'

export const hookEvents = ['created', 'updated', 'deleted'] as const
export type HookEvent = (typeof hookEvents)[number]
export type HookType = 'virtual' | 'native'

export interface Webhook {
  readonly id: string
  readonly connection_id: string
  readonly object_type: string
  readonly event: HookEvent
  readonly hook_url: string
  readonly webhook_type: HookType
  /** Minutes between two runs of a virtual one. */
  readonly interval?: number
  /** Comma list: what of each record travels. */
  readonly fields?: string
  readonly filters?: Readonly<Record<string, string>>
  /** Records a delivery; 100 without it. */
  readonly page_max_limit?: number
  readonly is_paused: boolean
  readonly is_healthy: boolean
  readonly environment: string
  readonly workspace_id: string
  readonly integration_type: string
  readonly created_at: string
  readonly updated_at: string
  /** When a virtual one last looked. */
  readonly checked_at?: string
  readonly runs: readonly string[]
}

/** Which of our object types it is about; null for one that never fires here. */
export function objectOfHook({ object_type }: Pick<Webhook, 'object_type'>): SandboxObject | null {
  if (object_type === 'hris_employee') return 'employee'
  const name = object_type.startsWith('crm_') ? object_type.slice('crm_'.length) : ''
  return isSandboxObject(name) && name !== 'employee' ? name : null
}

/** What a create, a replace or a patch may set. */
export type HookWish = Partial<
  Pick<
    Webhook,
    | 'connection_id'
    | 'object_type'
    | 'event'
    | 'hook_url'
    | 'webhook_type'
    | 'interval'
    | 'fields'
    | 'filters'
    | 'page_max_limit'
    | 'is_paused'
    | 'environment'
  >
>

const texts = ['connection_id', 'object_type', 'hook_url', 'fields', 'environment'] as const
const numbers = ['interval', 'page_max_limit'] as const

/** Refuses a known field of the wrong type; what it does not know is left out. */
export function parseHook(body: unknown): HookWish {
  if (!isJsonObject(body)) return refuse('the body is not an object')
  const wish: Record<string, unknown> = {}
  for (const name of texts) if (isGiven(body[name])) wish[name] = typeof body[name] === 'string' ? body[name] : refuse(`${name} must be a text`)
  for (const name of numbers) {
    const value = body[name]
    if (isGiven(value))
      wish[name] = typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : refuse(`${name} must be a whole number`)
  }
  const { event, webhook_type: type, is_paused: paused, filters, hook_url: url } = body
  if (isGiven(event))
    wish['event'] = (hookEvents as readonly unknown[]).includes(event) ? event : refuse(`event must be one of ${hookEvents.join(', ')}`)
  if (isGiven(type)) wish['webhook_type'] = type === 'virtual' || type === 'native' ? type : refuse('webhook_type must be virtual or native')
  if (isGiven(paused)) wish['is_paused'] = typeof paused === 'boolean' ? paused : refuse('is_paused must be true or false')
  if (isGiven(filters)) wish['filters'] = isTextMap(filters) ? filters : refuse('filters must map names to texts')
  if (typeof url === 'string' && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) refuse('hook_url must be an address')
  return wish
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null
}

function isTextMap(value: Json | undefined): value is JsonObject {
  return isJsonObject(value) && Object.values(value).every((each) => typeof each === 'string')
}
