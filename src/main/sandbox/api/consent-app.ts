/**
 * The consent page: a person allows, denies, or finds that it is too late; the browser is sent back to where the app listens.
 *
 * How the gateway words its answer is not written down for every case, so `sign-in=…` switches it (see docs/sandbox.md):
 *   no-redirect     the browser stays; the app has to ask whether a connection with its reference has appeared
 *   lost-state      the state is not given back           wrong-state     another one is
 *   connection-id   the id is called `connection_id`      failure-state   a refusal gives the state back, too
 *   expired         every address is too old at once
 */
import { Hono } from 'hono'
import type { Faults } from '../faults/faults'
import type { Connections, SandboxConnection } from '../workspace/connections'
import { findIntegration } from '../workspace/integrations'
import type { SignInRequest, SignInRequests } from '../workspace/sign-in-requests'
import { consentPage, donePage, expiredPage } from './consent-page'
import { notFound, refuse } from './refusal'

export interface ConsentParts {
  readonly requests: SignInRequests
  readonly connections: Connections
  readonly faults: Faults
}

export function createConsentApp({ requests, connections, faults }: ConsentParts): Hono {
  const app = new Hono()
  const does = (what: string): boolean => faults.lists('sign-in', { method: 'GET', object: null }, what)

  const succeed = ({ state, success }: SignInRequest, { id }: SandboxConnection): Response => {
    if (success === null || does('no-redirect')) return donePage('You are signed in.')
    const given = does('lost-state') ? null : does('wrong-state') ? 'not-what-was-sent' : state
    return redirect(success, { [does('connection-id') ? 'connection_id' : 'id']: id, ...(given === null ? {} : { state: given }) })
  }
  const decline = ({ state, failure }: SignInRequest, error: string): Response => {
    if (failure === null || does('no-redirect')) return donePage('Nothing was connected.')
    return redirect(failure, { error, ...(state !== null && does('failure-state') ? { state } : {}) })
  }

  app.get('/consent/:id', (context) => {
    const { request, expired } = requests.find(context.req.param('id')) ?? notFound('sign-in')
    return expired ? expiredPage() : consentPage(findIntegration(request.type) ?? notFound('integration'), request.permissions)
  })
  app.post('/consent/:id', async (context) => {
    const id = context.req.param('id')
    const { request, expired } = requests.find(id) ?? notFound('sign-in')
    const form = await context.req.formData()
    requests.close(id)
    if (expired) return decline(request, 'expired')
    if (form.get('answer') !== 'allow') return decline(request, 'access_denied')
    const account = form.get('account') === '2' ? 2 : form.get('account') === '1' ? 1 : refuse('account: 1 or 2')
    const { type, permissions, environment, xref, renews } = request
    const known = renews === null ? null : connections.find(renews)
    const connection = known
      ? connections.change(known.id, { account, permissions, unhealthy: null })
      : connections.create({ integration_type: type, account, permissions, environment, external_xref: xref })
    return succeed(request, connection)
  })
  return app
}

/** What the address has already is kept. */
function redirect(target: string, parameters: Readonly<Record<string, string>>): Response {
  const url = new URL(target)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return new Response(null, { status: 302, headers: { location: url.href, 'referrer-policy': 'no-referrer' } })
}
