/**
 * The part of the contract about imports.
 *
 * A file comes in pieces (`open`, `feed`), since a door may be a socket and a file may be long. `guess` reads it, `plan` says what would
 * become of each row, `rows` shows them, `correct` changes one, `land` makes it one batch, `close` forgets it. Long ones tell of themselves as
 * `import.progress` and end early, with null, when `stop` is called.
 */
import { z } from 'zod'
import type { ConnectionId } from '../model/ids'
import {
  dateOrders,
  decimalSigns,
  delimiters,
  encodings,
  type ImportGuess,
  importModes,
  type ImportResult,
  type MatchKey,
  type RowCounts,
  type RowPlan,
  rowKinds,
} from '../model/import'
import { isSafeKey } from '../model/json'
import { writableObjectTypes } from '../model/object-type'
import { command } from './operation'

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    // A name that nobody knows: that it throws is the answer.
    return false
  }
}

const id = z.string().min(1).max(40)
const connection = z
  .string()
  .min(1)
  .max(200)
  .transform((text) => text as ConnectionId)
const object = z.enum(writableObjectTypes)
const column = z.int().min(0).max(100_000)
const target = z
  .string()
  .min(1)
  .max(500)
  .refine((text) => text.split(/[.:]/).every(isSafeKey), 'a field')
const zone = z.string().max(100).refine(isZone, 'a time zone such as Europe/Berlin')
const formats = z.object({ dates: z.enum(dateOrders), decimal: z.enum(decimalSigns), zone })
const matchKey = z
  .string()
  .max(510)
  .refine(
    (text): text is MatchKey => /^(id|email|domain|phone|name-company|field:.+)$/.test(text),
    'id, email, domain, phone, name-company or field:…',
  )
const row = z.int().min(0)

export const importSettingsSchema = z.object({
  object,
  mapping: z.array(z.object({ column, target: target.nullable() })).max(5000),
  formats,
  mode: z.enum(importModes).default('both'),
  match: z.array(matchKey).max(20),
  defaults: z.record(target, z.string().max(100_000)).default({}),
  emptyClears: z.boolean().default(false),
  lists: z.enum(['add', 'replace']).default('add'),
})

export const importOperations = {
  'imports.open': command<{ readonly id: string }>()(z.object({ connection, name: z.string().min(1).max(500) })),
  /** The next piece, in base64, in order. */
  'imports.feed': command<{ readonly bytes: number }>()(z.object({ id, data: z.base64().max(900_000) })),
  /** Reads the file and guesses what is not given. */
  'imports.guess': command<ImportGuess | null>()(
    z.object({
      id,
      zone,
      object: object.nullable().default(null),
      encoding: z.enum(encodings).nullable().default(null),
      delimiter: z.enum(delimiters).nullable().default(null),
      header: z.boolean().nullable().default(null),
      dates: z.enum(dateOrders).nullable().default(null),
      decimal: z.enum(decimalSigns).nullable().default(null),
    }),
  ),
  'imports.plan': command<RowCounts | null>()(z.object({ id, settings: importSettingsSchema })),
  /** Planned rows, those that need somebody first; of one kind, or of all. */
  'imports.rows': command<{ readonly rows: readonly RowPlan[]; readonly total: number }>()(
    z.object({ id, kind: z.enum(rowKinds).nullable().default(null), offset: row.default(0), limit: z.int().min(1).max(500).default(100) }),
  ),
  /** Other texts for cells of a row, who it is about (null: a new record), who a link means. What is left out stays. */
  'imports.correct': command<{ readonly plan: RowPlan; readonly counts: RowCounts }>()(
    z.object({
      id,
      row,
      cells: z
        .array(z.object({ column, text: z.string().max(1 << 20) }))
        .max(5000)
        .default([]),
      record: z.string().max(500).nullable().optional(),
      links: z
        .array(z.object({ column, id: z.string().min(1).max(500) }))
        .max(5000)
        .default([]),
    }),
  ),
  /** All new and changed rows as one batch; null when it was stopped: then nothing of it is left. */
  'imports.land': command<ImportResult | null>()(z.object({ id, batch: z.string().trim().min(1).max(2000).nullable().default(null) })),
  'imports.stop': command<null>()(z.object({ id })),
  'imports.close': command<null>()(z.object({ id })),
} as const
