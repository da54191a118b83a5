/** What of a CRM is kept here. */
import { z } from 'zod'
import { type PullScope, scopedObjects, scopeSchema } from '../model/scope'
import { connectionId } from './ids'
import { command } from './operation'

export const scopeOperations = {
  'connections.scope': command<PullScope>()(z.object({ connection: connectionId })),
  /** Changes what is named. Resolves when the mirror holds no more than that; what enters comes with the next pull. */
  'connections.setScope': command<ScopeChange>()(
    z.object({
      connection: connectionId,
      scope: z.object({
        objects: z.array(z.enum(scopedObjects)).nullable().optional(),
        onlyMine: z.boolean().optional(),
        since: z.iso.date().nullable().optional(),
        fields: scopeSchema.shape.fields.unwrap().optional(),
        raw: z.boolean().optional(),
      }),
    }),
  ),
} as const

export interface ScopeChange {
  readonly scope: PullScope
  /** Records that were taken off this computer; those with unpushed changes stay. */
  readonly removed: number
}
