/** The paths below `/_sandbox/`: switch faults, edit as a colleague would, and count what was really done. For tests. */
import { Hono } from 'hono'
import { z } from 'zod'
import { FailureError } from '../../../shared/failure'
import { crmObjects } from '../catalogue'
import type { Controls } from '../controls'
import { faultRule, parseFaults } from '../faults/spec'
import { json } from './answer'
import { Refusal } from './refusal'

const faultsBody = z.union([
  z.strictObject({ spec: z.string() }).transform(({ spec }) => parseFaults(spec)),
  z.strictObject({ rules: z.array(faultRule) }).transform(({ rules }) => rules),
])

const fields = z.record(z.string(), z.json())
const target = { object: z.enum(crmObjects), updated_at: z.iso.datetime({ offset: true }).transform(Date.parse).nullable().default(null) }
const ids = z.union([z.string().transform((id) => [id]), z.array(z.string())])
const editBody = z.union([
  z.strictObject({ ...target, create: fields }),
  z.strictObject({ ...target, id: ids, patch: fields }),
  z.strictObject({ ...target, id: ids, delete: z.literal(true) }),
])

export function createControlsApp(controls: Controls): Hono {
  const app = new Hono()
  app.onError((error) => {
    if (error instanceof Refusal) return json({ message: error.message }, error.status)
    if (error instanceof FailureError || error instanceof SyntaxError) return json({ message: error.message }, 400)
    if (error instanceof z.ZodError) return json({ message: z.prettifyError(error) }, 400)
    return json({ message: `the sandbox failed: ${error.message}` }, 500)
  })
  app.get('/_sandbox/faults', () => json({ spec: controls.faults.spec, rules: controls.faults.rules }))
  app.put('/_sandbox/faults', async (context) => {
    controls.setFaults(faultsBody.parse(await context.req.json()))
    return json({ spec: controls.faults.spec, rules: controls.faults.rules })
  })
  app.post('/_sandbox/edit', async (context) => json({ ids: controls.edit(editBody.parse(await context.req.json())) }))
  app.get('/_sandbox/effects', (context) => json(controls.effects(Number(context.req.query('since') ?? 0) || 0)))
  app.delete('/_sandbox/effects', () => {
    controls.clearEffects()
    return json({})
  })
  app.get('/_sandbox/requests', () => json(controls.requests()))
  app.get('/_sandbox/webhooks', () => json({ secret: controls.webhooks.secret, deliveries: controls.webhooks.deliveries() }))
  app.post('/_sandbox/webhooks/flush', async () => {
    await controls.webhooks.flush()
    return json({})
  })
  return app
}
