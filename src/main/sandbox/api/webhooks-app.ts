/** `/unified/webhook`: make, list, read, change, pause, resume, run and remove webhooks. */
import { type Context, Hono } from 'hono'
import type { Hooks } from '../hooks/hooks'
import { parseHook, type Webhook } from '../hooks/webhook'
import { json } from './answer'
import { answerRefusals, jsonBody } from './app'
import { pageOf, parseManagementQuery } from './management-query'
import { Refusal } from './refusal'

export function createWebhooksApp(hooks: Hooks): Hono {
  const app = new Hono()
  app.onError(answerRefusals)
  const idOf = (context: Context): string => context.req.param('id') ?? ''
  const done = (): Response => new Response(null, { status: 200 })

  app.get('/unified/webhook', (context) => json(listed(hooks.list(), new URL(context.req.url).searchParams)))
  app.post('/unified/webhook', async (context) => {
    const includeAll = ['true', '1'].includes(context.req.query('include_all') ?? '')
    return json(hooks.create(parseHook(await jsonBody(context)), includeAll))
  })
  app.get('/unified/webhook/:id', (context) => json(hooks.require(idOf(context))))
  for (const method of ['PUT', 'PATCH'] as const) {
    app.on(method, '/unified/webhook/:id', async (context) => json(hooks.change(idOf(context), parseHook(await jsonBody(context)))))
    app.on(method, '/unified/webhook/:id/trigger', (context) => {
      hooks.trigger(idOf(context))
      return done()
    })
  }
  app.put('/unified/webhook/:id/resume', (context) => json(hooks.resume(idOf(context))))
  app.delete('/unified/webhook/:id', (context) => {
    hooks.remove(idOf(context))
    return done()
  })
  for (const path of ['/unified/webhook', '/unified/webhook/:id', '/unified/webhook/:id/trigger', '/unified/webhook/:id/resume']) {
    app.all(path, ({ req }) => {
      throw new Refusal(405, `${req.method} is not a method of this address`)
    })
  }
  return app
}

function listed(webhooks: readonly Webhook[], parameters: URLSearchParams): readonly Webhook[] {
  const query = parseManagementQuery(parameters)
  const healthy = query.text('is_healthy')
  const until = query.time('created_lte')
  const found = webhooks.filter(
    (webhook) =>
      query.matches('connection_id', webhook.connection_id) &&
      query.matches('object', webhook.object_type) &&
      query.matches('integration_type', webhook.integration_type) &&
      query.matches('env', webhook.environment) &&
      (healthy === null || webhook.is_healthy === (healthy === 'true' || healthy === '1')) &&
      (until === null || Date.parse(webhook.created_at) <= until),
  )
  return pageOf(found, query)
}
