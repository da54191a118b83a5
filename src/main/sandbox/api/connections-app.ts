/** The connections of the workspace: list, read, import, change, remove. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { allPermissions, type Connections, connectionOnTheWire, type SandboxConnection } from '../workspace/connections'
import { findIntegration } from '../workspace/integrations'
import { json } from './answer'
import { type TokenCheck } from './app'
import { wholeOf, wordsOf } from './query-values'
import { notFound, Refusal, refuse } from './refusal'

export interface ConnectionsParts {
  readonly workspaceId: string
  readonly connections: Connections
  readonly checkToken: TokenCheck
}

/** What of a connection a client may write; the official client sends the three that it holds to be required every time. */
const writable = z.object({
  integration_type: z.string().optional(),
  permissions: z.array(z.enum(allPermissions as [string, ...string[]])).optional(),
  categories: z.array(z.string()).optional(),
  environment: z.string().optional(),
  external_xref: z.string().optional(),
  is_paused: z.boolean().optional(),
})
type Writable = z.output<typeof writable>

export function createConnectionsApp({ workspaceId, connections, checkToken }: ConnectionsParts): Hono {
  const app = new Hono()
  const shown = (connection: SandboxConnection): Response => json(connectionOnTheWire(connection, workspaceId))
  const required = (context: Context): SandboxConnection => connections.find(context.req.param('id') ?? '') ?? notFound('connection')

  app.use('/unified/connection/*', async (context, next) => {
    checkToken(context.req.header('authorization'))
    await next()
  })
  app.get('/unified/connection', (context) => {
    const { req } = context
    const xref = req.query('external_xref')
    const env = req.query('env')
    const categories = wordsOf(req.queries('categories'))
    const found = connections
      .list()
      .filter((each) => (xref === undefined || each.external_xref === xref) && (env === undefined || each.environment === env))
      .filter(() => categories.length === 0 || categories.includes('crm'))
    const offset = wholeOf('offset', req.query('offset'), 0)
    const page = found.slice(offset, offset + wholeOf('limit', req.query('limit'), 100))
    return json(page.map((each) => connectionOnTheWire(each, workspaceId)))
  })
  app.get('/unified/connection/:id', (context) => shown(required(context)))
  app.post('/unified/connection', async (context) => {
    const { integration_type: type, permissions, environment, external_xref: xref } = await readBody(context)
    if (type === undefined || findIntegration(type) === null) return refuse('integration_type: there is no such integration')
    return shown(
      connections.create({
        integration_type: type,
        account: 1,
        permissions: permissions ?? [...allPermissions],
        environment: environment ?? 'Production',
        external_xref: xref ?? null,
      }),
    )
  })
  const change = async (context: Context): Promise<Response> => {
    const { id } = required(context)
    const { permissions, environment, external_xref, is_paused } = await readBody(context)
    return shown(
      connections.change(id, {
        ...(permissions ? { permissions } : {}),
        ...(environment === undefined ? {} : { environment }),
        ...(external_xref === undefined ? {} : { external_xref }),
        ...(is_paused === undefined ? {} : { is_paused }),
      }),
    )
  }
  app.patch('/unified/connection/:id', change)
  app.put('/unified/connection/:id', change)
  app.delete('/unified/connection/:id', (context) => {
    connections.remove(required(context).id)
    return new Response(null, { status: 200 })
  })
  app.all('/unified/connection/*', ({ req }) => {
    throw new Refusal(405, `${req.method} is not supported here`)
  })
  return app
}

async function readBody(context: Context): Promise<Writable> {
  const read = writable.safeParse(await context.req.json<unknown>().catch(() => null))
  if (read.success) return read.data
  const issue = read.error.issues[0]
  return refuse(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a connection'}`)
}
