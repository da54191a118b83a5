/** The paths of custom-field definitions: `/metadata/{connection}/metadata`. */
import type { Context, Hono } from 'hono'
import type { Definition, Definitions } from '../store/definitions'
import type { Records } from '../store/records'
import { createDefinitionWrites } from './definition-writes'
import { json } from './answer'
import { PAGE_LIMIT } from './list-query'
import { notFound, refuse } from './refusal'

export interface DefinitionRouteParts {
  readonly definitions: Definitions
  readonly records: Records
  readonly now: () => number
  readonly checkConnection: (context: Context) => void
}

export function addDefinitionRoutes(app: Hono, { definitions, records, now, checkConnection }: DefinitionRouteParts): void {
  const path = '/metadata/:connection/metadata'
  const writes = createDefinitionWrites(definitions, records, now)
  const idOf = (context: Context): string => context.req.param('id') ?? ''
  const bodyOf = (context: Context): Promise<unknown> => context.req.json<unknown>().catch(() => refuse('the body is not JSON'))

  app.use(`${path}/*`, async (context, next) => {
    checkConnection(context as Context)
    await next()
  })
  app.get(path, (context) => json(pageOf(definitions.all(), context)))
  app.get(`${path}/:id`, (context) => json(definitions.find(idOf(context)) ?? notFound('metadata')))
  app.post(path, async (context) => json(writes.create(await bodyOf(context))))
  app.put(`${path}/:id`, async (context) => json(writes.replace(idOf(context), await bodyOf(context))))
  app.patch(`${path}/:id`, async (context) => json(writes.patch(idOf(context), await bodyOf(context))))
  app.delete(`${path}/:id`, (context) => {
    writes.remove(idOf(context))
    return new Response(null, { status: 200 })
  })
}

function pageOf(all: readonly Definition[], context: Context): readonly Definition[] {
  const { type = '', limit = '', offset = '' } = context.req.query()
  const listed = all.filter((definition) => type === '' || definition.object_type === type)
  const from = Number(offset) || 0
  return listed.slice(from, from + Math.min(Number(limit) || PAGE_LIMIT, PAGE_LIMIT))
}
