/** `/unified/apicall` and `/unified/issue`: what was called and how it ended, and the tickets of support. */
import { Hono } from 'hono'
import { type Calls, issues } from '../calls'
import { json } from './answer'
import { answerRefusals } from './app'
import { pageOf, parseManagementQuery } from './management-query'
import { notFound } from './refusal'

export function createCallsApp(calls: Calls, workspaceId: string): Hono {
  const app = new Hono()
  app.onError(answerRefusals)
  const tickets = issues.map((issue) => ({ ...issue, workspace_id: workspaceId }))
  const isTrue = (value: string): boolean => value === 'true' || value === '1'

  app.get('/unified/apicall', (context) => {
    const query = parseManagementQuery(new URL(context.req.url).searchParams)
    const [error, billable, webhook] = [query.text('error'), query.text('is_billable'), query.text('webhook_id')]
    const found = calls.list().filter(
      (call) =>
        query.matches('connection_id', call.connection_id) &&
        query.matches('env', call.environment) &&
        query.matches('integration_type', call.integration_type) &&
        query.matches('type', call.type) &&
        (error === null || isTrue(error) === (call.error !== undefined)) &&
        (billable === null || isTrue(billable) === call.is_billable) &&
        // No call here is of a webhook.
        webhook === null,
    )
    return json(pageOf(found, query))
  })
  app.get('/unified/apicall/:id', (context) => json(calls.list().find(({ id }) => id === context.req.param('id')) ?? notFound('apicall')))
  app.get('/unified/issue', (context) => json(pageOf(tickets, parseManagementQuery(new URL(context.req.url).searchParams))))
  app.get('/unified/issue/:id', (context) => json(tickets.find(({ id }) => id === context.req.param('id')) ?? notFound('issue')))
  return app
}
