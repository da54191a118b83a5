/**
 * What stands between a request about records and the CRM behind a connection: whether the connection is there and well, whether
 * it has the permission, and whether the integration's matrix has the method. A list option that the matrix lacks is left out
 * of the question, as CRMs ignore what they don't know.
 */
import { isCrmObject } from '../catalogue'
import type { SandboxConnection } from '../workspace/connections'
import { findIntegration, type MethodName } from '../workspace/integrations'
import { notFound, Refusal } from './refusal'

/** The id in a path about records; null for any other path. */
export function connectionIn(url: URL): string | null {
  const [, area, id] = url.pathname.split('/')
  return id !== undefined && ['crm', 'hris', 'metadata', 'passthrough'].includes(area ?? '') ? decodeURIComponent(id) : null
}

/** The request as the CRM gets it. Refuses what the connection may not. */
export function throughGate(request: Request, found: SandboxConnection | null): Request {
  const connection = found ?? notFound('connection')
  if (connection.unhealthy !== null) throw new Refusal(connection.unhealthy, 'the CRM no longer accepts this sign-in')
  if (connection.is_paused) throw new Refusal(403, 'the connection is paused: the plan’s limit is exceeded')
  const url = new URL(request.url)
  const [, area = '', , object = ''] = url.pathname.split('/')
  const writes = request.method !== 'GET'
  const permission = `${area}_${object}_${writes ? 'write' : 'read'}`
  const isKnown = (area === 'crm' && isCrmObject(object)) || area === 'metadata' || (area === 'hris' && !writes)
  if (isKnown && !connection.permissions.includes(permission)) throw new Refusal(403, `the permission ${permission} is missing`)

  const support = findIntegration(connection.integration_type)?.support
  const type = area === 'hris' ? 'hris_employee' : `crm_${object}`
  if (support === undefined || (area === 'crm' && !isCrmObject(object)) || area === 'metadata' || area === 'passthrough') return request
  const matrix = support[type]
  if (!matrix) throw new Refusal(501, `${object} is not supported by this integration`)
  const method = methodOf(request.method, url)
  if (method !== null && !matrix.methods[method]) throw new Refusal(501, `${request.method} is not supported by this integration`)
  const needed = Object.keys(matrix).find((key) => key.startsWith('list_') && matrix[key as `list_${string}`] === 'supported-required')
  const parameter = needed?.slice('list_'.length) ?? ''
  if (method === 'list' && needed !== undefined && !url.searchParams.get(parameter)) throw new Refusal(400, `${parameter} is required for this list`)
  return method === 'list' ? withoutUnsupported(request, url, (option) => matrix[`list_${option}`] === 'not-supported') : request
}

function methodOf(verb: string, { pathname }: URL): MethodName | null {
  const named = pathname.split('/').length > 4
  switch (verb) {
    case 'GET':
      return named ? 'get' : 'list'
    case 'POST':
      return 'create'
    case 'PUT':
    case 'PATCH':
      return 'update'
    case 'DELETE':
      return 'remove'
    default:
      return null
  }
}

function withoutUnsupported(request: Request, url: URL, lacks: (option: string) => boolean): Request {
  const ignored = [...url.searchParams].filter(([name, value]) => lacks(name === 'sort' ? `sort_by_${value}` : name)).map(([name]) => name)
  if (ignored.length === 0) return request
  for (const name of ignored) url.searchParams.delete(name)
  return new Request(url, { headers: request.headers })
}
