/** How a connection is, for tests: `PUT /_sandbox/connections/ID` makes it unhealthy, paused, or short of permissions. */
import { Hono } from 'hono'
import { z } from 'zod'
import type { Connections } from '../workspace/connections'
import { json } from './answer'

import { notFound, refuse } from './refusal'

const body = z.strictObject({
  /** The status that its data calls get; null: well again. */
  unhealthy: z.int().min(400).max(599).nullable().optional(),
  is_paused: z.boolean().optional(),
  permissions: z.array(z.string()).optional(),
})

export function createConnectionControls(connections: Connections): Hono {
  const app = new Hono()
  app.put('/_sandbox/connections/:id', async (context) => {
    const { id } = connections.find(context.req.param('id')) ?? notFound('connection')
    const read = body.safeParse(await context.req.json<unknown>().catch(() => null))
    if (!read.success) return refuse(z.prettifyError(read.error))
    const { unhealthy, is_paused, permissions } = read.data
    const changed = connections.change(id, {
      ...(is_paused === undefined ? {} : { is_paused }),
      ...(permissions === undefined ? {} : { permissions }),
      ...(unhealthy === undefined ? {} : { unhealthy }),
    })
    return json(changed)
  })
  return app
}
