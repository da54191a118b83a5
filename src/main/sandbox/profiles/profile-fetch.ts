/**
 * The sandbox's CRM as one of a certain make.
 *
 *     request → quota → what it does not have → ids and values into our form → [app] → ids into its form, refusals in its words
 */
import { isJsonObject, type Json, type JsonObject } from '../../../shared/model/json'
import { type CrmObject, isCrmObject, isSandboxObject, relationFilters, type SandboxObject } from '../catalogue'
import { json } from '../api/answer'
import { Refusal } from '../api/refusal'
import type { Profile } from './profile'
import { createQuota } from './quota'
import type { Translator } from './translate'

export type AppFetch = (request: Request) => Promise<Response> | Response

export interface ProfileFetchParts {
  readonly profile: Profile
  readonly translator: Translator
  readonly app: AppFetch
  readonly now: () => number
}

/** A request below `/crm`, `/hris` or `/metadata`. */
interface About {
  readonly url: URL
  readonly method: string
  readonly area: string
  readonly object: SandboxObject | null
  readonly id: string | null
}

export function profileFetch({ profile, translator, app, now }: ProfileFetchParts): AppFetch {
  const quota = createQuota(profile.quota, now)

  /** The whole record as it would be after a write, for the rules about whole records. */
  async function afterWrite(about: About, fields: JsonObject, request: Request): Promise<JsonObject> {
    if (request.method !== 'PATCH' || about.id === null) return fields
    const before = await app(new Request(about.url, { headers: request.headers }))
    const record: unknown = before.ok ? await before.json() : {}
    return { ...(isJsonObject(record) ? record : {}), ...fields }
  }

  async function writtenBody(about: About, request: Request): Promise<string> {
    const text = await request.text()
    const body = parsed(text)
    if (!isJsonObject(body)) return text
    if (about.area === 'metadata') return JSON.stringify(translator.definitionIn(body))
    if (!isCrmObject(about.object)) return text
    const fields = profile.normalize(about.object, translator.recordIn(about.object, body))
    const objection = profile.objection(about.object, await afterWrite(about, fields, request))
    if (objection) throw new Refusal(objection.status, objection.words)
    return JSON.stringify(fields)
  }

  async function pass(request: Request): Promise<Response> {
    const about = aboutOf(request, translator)
    if (about === null) return app(request)
    refuseWhatItLacks(profile, about)
    const hasBody = ['POST', 'PUT', 'PATCH'].includes(request.method)
    const body = hasBody ? await writtenBody(about, request) : null
    const answer = await app(new Request(about.url, { method: request.method, headers: request.headers, body }))
    return answer.ok ? translated(about, answer, translator) : answer
  }

  return async (request) => {
    try {
      quota(request)
      const answer = await pass(request)
      return answer.ok ? connectionNamed(profile, request, answer) : reworded(profile, answer)
    } catch (error) {
      if (error instanceof Refusal) return reworded(profile, json({ message: error.message }, error.status, error.headers))
      throw error
    }
  }
}

function aboutOf(request: Request, translator: Translator): About | null {
  const url = new URL(request.url)
  const [, area = '', connection = '', name = '', id = null] = url.pathname.split('/')
  if (!['crm', 'hris', 'metadata'].includes(area)) return null
  const object = isSandboxObject(name) ? name : null
  const plainId = id === null || id === '' ? null : object === null ? id : encodeURIComponent(translator.idIn(object, decodeURIComponent(id)))
  url.pathname = `/${[area, connection, name, ...(plainId === null ? [] : [plainId])].join('/')}`
  if (object !== null) filtersIn(url, object, translator)
  return { url, method: request.method, area, object, id: plainId }
}

function filtersIn(url: URL, object: SandboxObject, translator: Translator): void {
  const kinds = { ...relationFilters[object], user_id: 'employee', pipeline_id: 'pipeline' } as const
  for (const [parameter, kind] of Object.entries(kinds)) {
    const id = url.searchParams.get(parameter)
    if (id !== null) url.searchParams.set(parameter, translator.idIn(kind, id))
  }
}

function refuseWhatItLacks({ lacks, readOnly, lacksVerbs, label }: Profile, { method, object }: About): void {
  if (!isCrmObject(object)) return
  if (lacks.includes(object)) throw new Refusal(501, `${object} is not supported by this integration`)
  const isWrite = method !== 'GET'
  if (isWrite && readOnly.includes(object)) throw new Refusal(501, `${method} ${object} is not supported by ${label}`)
  if ((lacksVerbs as readonly string[]).includes(method)) throw new Refusal(501, `${method} ${object} is not supported by this integration`)
}

async function translated({ area, object }: About, answer: Response, translator: Translator): Promise<Response> {
  const text = await answer.text()
  if (text === '') return new Response(null, { status: answer.status, headers: answer.headers })
  const out = (value: Json): Json => {
    if (!isJsonObject(value)) return value
    if (area === 'metadata') return translator.definitionOut(value)
    return object === null ? value : translator.recordOut(object, value)
  }
  const value = parsed(text)
  return json(Array.isArray(value) ? value.map((entry: Json) => out(entry)) : out(value ?? null), answer.status)
}

async function reworded(profile: Profile, answer: Response): Promise<Response> {
  const body = parsed(await answer.text())
  const words = isJsonObject(body) && typeof body['message'] === 'string' ? body['message'].replaceAll('“~', '“').replaceAll(' ~', ' ') : 'error'
  const said = profile.errorBody(answer.status, words)
  const headers = Object.fromEntries(
    ['retry-after'].flatMap((name) => [[name, answer.headers.get(name)] as const]).filter(([, value]) => value !== null),
  )
  if (typeof said !== 'string') return json(said, answer.status, headers as Record<string, string>)
  return new Response(said, {
    status: answer.status,
    headers: { ...(headers as Record<string, string>), 'content-type': 'text/plain; charset=utf-8' },
  })
}

/** The connection says which CRM it is to, and what may be done there. */
async function connectionNamed(profile: Profile, request: Request, answer: Response): Promise<Response> {
  if (!/^\/unified\/connection(\/[^/]+)?$/.test(new URL(request.url).pathname) || request.method !== 'GET') return answer
  const value = parsed(await answer.text())
  const named = (connection: Json): Json =>
    isJsonObject(connection)
      ? {
          ...connection,
          integration_type: profile.name,
          integration_name: profile.label,
          permissions: permitted(profile, connection['permissions']),
        }
      : connection
  return json(Array.isArray(value) ? value.map((each: Json) => named(each)) : named(value ?? null))
}

function permitted({ lacks, readOnly }: Profile, permissions: Json | undefined): Json {
  const all: readonly Json[] = Array.isArray(permissions) ? permissions : []
  const isOf = (permission: Json, objects: readonly CrmObject[], verb: string): boolean =>
    objects.some((object) => typeof permission === 'string' && permission.startsWith(`crm_${object}_${verb}`))
  return all.filter((permission) => !isOf(permission, lacks, '') && !isOf(permission, readOnly, 'write'))
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    // What is no JSON goes on as it is: who reads it next says so.
    return undefined
  }
}
