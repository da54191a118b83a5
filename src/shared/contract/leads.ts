/** A lead made into a contact, a company and a deal. */
import { z } from 'zod'
import type { Conversion, ConversionProposal } from '../model/conversion'
import { isSafeKey, type JsonObject } from '../model/json'
import { connectionId, recordId } from './ids'
import { command, query } from './operation'

const target = z.object({ connection: connectionId, id: recordId })
/** Laid over what is proposed. */
const data: z.ZodType<JsonObject> = z.record(z.string().min(1).max(500).refine(isSafeKey, 'a field name'), z.json())
const existing = z.object({ use: z.literal('existing'), id: recordId })
const create = z.object({ use: z.literal('new'), data: data.default({}) })
const none = z.object({ use: z.literal('none') })

export const leadOperations = {
  /** What it would become, and what is here already that looks like it. */
  'leads.propose': query<ConversionProposal>()(target),
  /** Makes it so, in one batch that waits for review; durable when it resolves. */
  'leads.convert': command<Conversion>()(
    target.extend({
      contact: z.union([create, existing]),
      company: z.union([create, existing, none]),
      deal: z.union([create, none]),
    }),
  ),
} as const
