/**
 * What the workspace offers: the list of CRMs with their support matrices, and the address at which a person signs in to one.
 * Both lists of the workspace and the address are open to whoever knows its id, as on the gateway.
 */
import { type Context, Hono } from 'hono'
import { findIntegration, type Integration, integrations } from '../workspace/integrations'
import type { SignInRequests } from '../workspace/sign-in-requests'
import { allPermissions } from '../workspace/connections'
import { json } from './answer'
import { type TokenCheck } from './app'
import { booleanOf, wholeOf, wordsOf } from './query-values'
import { notFound, refuse } from './refusal'

export interface IntegrationsParts {
  readonly workspaceId: string
  readonly checkToken: TokenCheck
  readonly requests: SignInRequests
}

export function createIntegrationsApp({ workspaceId, checkToken, requests }: IntegrationsParts): Hono {
  const app = new Hono()
  const checkWorkspace = (context: Context): void => {
    if (context.req.param('workspace') !== workspaceId) notFound('workspace')
  }
  app.get('/unified/integration', (context) => {
    checkToken(context.req.header('authorization'))
    return json(listed(context))
  })
  app.get('/unified/integration/workspace/:workspace', (context) => {
    checkWorkspace(context)
    return json(listed(context))
  })
  app.get('/unified/integration/auth/:workspace/:type', (context) => {
    checkWorkspace(context)
    const type = context.req.param('type')
    const integration = findIntegration(type)
    if (integration === null || !integration.is_active) return notFound(`active integration ${type}`)
    const id = requests.open({
      type,
      permissions: permissionsOf(context),
      environment: context.req.query('env') ?? 'Production',
      xref: context.req.query('external_xref') ?? null,
      state: context.req.query('state') ?? null,
      success: targetOf(context, 'success_redirect'),
      failure: targetOf(context, 'failure_redirect'),
      renews: context.req.query('connection_id') ?? null,
    })
    const address = `${new URL(context.req.url).origin}/consent/${id}`
    if (booleanOf(context.req.query('redirect')) === true) return context.redirect(address, 302)
    return new Response(address, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
  })
  return app
}

function listed(context: Context): readonly object[] {
  const { req } = context
  const type = req.query('type')
  const active = booleanOf(req.query('active'))
  const categories = wordsOf(req.queries('categories'))
  const matching = integrations.filter(
    (each) =>
      (type === undefined || each.type === type) &&
      (active === null || each.is_active === active) &&
      (categories.length === 0 || categories.some((category) => each.categories.includes(category))),
  )
  // The CRM that the sandbox is itself can be asked about, and is offered to nobody.
  const found = type === undefined || matching.length > 0 ? matching : [findIntegration(type)].filter((each) => each !== null)
  const offset = wholeOf('offset', req.query('offset'), 0)
  const page = found.slice(offset, offset + wholeOf('limit', req.query('limit'), 100))
  return booleanOf(req.query('summary')) === true ? page.map(summary) : page
}

function summary({ type, name, categories, is_active, logo_url, color, text_color }: Integration): object {
  return { type, name, categories, is_active, logo_url, color, text_color }
}

/** None named: all. */
function permissionsOf(context: Context): string[] {
  const asked = wordsOf(context.req.queries('scopes'))
  const unknown = asked.find((permission) => !allPermissions.includes(permission))
  if (unknown !== undefined) refuse(`scopes: there is no permission “${unknown}”`)
  return asked.length === 0 ? [...allPermissions] : [...asked]
}

function targetOf(context: Context, name: 'success_redirect' | 'failure_redirect'): string | null {
  const target = context.req.query(name)
  if (target === undefined || target === '') return null
  return URL.canParse(target) ? target : refuse(`${name}: not an address`)
}
