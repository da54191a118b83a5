/** Ids as they arrive: checked once, and told apart from then on. */
import { z } from 'zod'
import type { ConnectionId, RecordId } from '../model/ids'

export const connectionId = z
  .string()
  .min(1)
  .max(200)
  .transform((id) => id as ConnectionId)
export const recordId = z
  .string()
  .min(1)
  .max(500)
  .transform((id) => id as RecordId)
