/** The part of the contract about records that look like one. */
import { z } from 'zod'
import { type DuplicateList, duplicateObjects, type LikeRecord, mergeableObjects, type MergeResult, type MovedLinks } from '../model/duplicates'
import type { ConnectionId } from '../model/ids'
import { isSafeKey, type JsonObject } from '../model/json'
import { command, query } from './operation'

const connection = z
  .string()
  .min(1)
  .max(200)
  .transform((id) => id as ConnectionId)
const recordId = z.string().min(1).max(500)
const safeKey = z
  .string()
  .min(1)
  .max(500)
  .refine((key) => key.split('.').every(isSafeKey), 'a field name')
const jsonObject: z.ZodType<JsonObject> = z.record(safeKey, z.json())
/** More records than this are no duplicates of each other. */
const others = z.array(recordId).min(1).max(20)

export const duplicateOperations = {
  /** Likely duplicates, the surest first. Null when it was asked again before it ended. */
  'duplicates.list': command<DuplicateList | null>()(
    z.object({ connection, object: z.enum(duplicateObjects), limit: z.int().min(1).max(1000).default(200) }),
  ),
  /** No two of these are one: they are not named as duplicates of each other any more, or are again. */
  'duplicates.distinct': command<null>()(
    z.object({ connection, object: z.enum(duplicateObjects), ids: others.min(2), distinct: z.boolean().default(true) }),
  ),
  /** Records like one that is being typed: same e-mail, phone, domain, or near name in the same company. */
  'duplicates.like': command<readonly LikeRecord[]>()(z.object({ connection, object: z.enum(duplicateObjects), data: jsonObject })),
  /** What names the records that would go. */
  'duplicates.links': query<readonly MovedLinks[]>()(z.object({ connection, object: z.enum(mergeableObjects), ids: others })),
  /** One record of several, as one batch: the keeper's fields, links moved to it, the others deleted. `pick`: by field, whose value is taken. */
  'duplicates.merge': command<MergeResult>()(
    z.object({
      connection,
      object: z.enum(mergeableObjects),
      keep: recordId,
      others,
      pick: z.record(safeKey, recordId).default({}),
      batch: z.string().trim().min(1).max(2000).nullable().default(null),
    }),
  ),
} as const
