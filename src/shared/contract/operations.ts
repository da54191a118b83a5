/**
 * The contract between the engine and everything that talks to it: one table, typed from its schemas.
 *
 * The interface, the command line and both shells are built from it, so none can ask for what the others can't. Queries are
 * answered from the mirror by a thread of their own; commands by the engine. What goes in is checked on arrival.
 * A record is named by our id or, within its object type and connection, by the CRM's.
 */
import { z } from 'zod'
import { isSafeKey, type Json, type JsonObject } from '../model/json'
import type { ChangeId, ConnectionId, RecordId, RemoteId } from '../model/ids'
import { bulkActions } from '../model/bulk-edit'
import { filterSchema } from '../model/filter'
import type { ListMarks, ListSeek } from '../model/list-marks'
import { objectTypes, writableObjectTypes } from '../model/object-type'
import type { BulkPreview, BulkResult, Connection, ListRow, Page, RecordView, RelatedGroup, RelatedRecord, SearchHit } from '../model/views'
import type { RecordDocument } from '../model/record'
import type { Totals } from '../model/totals'
import type { Settings } from '../settings'
import { settingsPatchSchema } from '../settings'
import type { StorageNotice } from '../storage-notice'
import type { ObjectCapabilities } from '../sync/capability'
import type { Change, HistoryEntry } from '../sync/change'
import { type JournalEntry, journalFilters, type SetAside } from '../sync/journal'
import type { EndedWebhooks } from '../sync/webhook'
import type { CheckReport, Difference, PushReport, Reversal, Status, SyncReport } from '../sync/report'
import { connectionId, recordId } from './ids'
import { fieldOperations } from './fields'
import { leadOperations } from './leads'
import { duplicateOperations } from './duplicates'
import { importOperations } from './imports'
import { command, query } from './operation'
import { reportOperations } from './reports'
import { signInOperations } from './sign-in'
import { webhookOperations } from './webhooks'
import { scopeOperations } from './scope'

const text = z.string().trim().min(1).max(2000)
const changeId = z
  .string()
  .min(1)
  .max(40)
  .transform((id) => id as ChangeId)
const remoteId = z
  .string()
  .min(1)
  .max(500)
  .transform((id) => id as RemoteId)
/** Ids of changes, or names of batches: of a batch, what it can be done to. */
const changeIds = z
  .array(
    z
      .string()
      .min(1)
      .max(2000)
      .transform((id) => id as ChangeId),
  )
  .min(1)
  .max(100_000)
/** Only these of the changes' fields: what is not meant parts from what is, into a younger change. Null: whole changes. */
const onlyFields = z.array(z.string().min(1).max(500)).min(1).nullable().default(null)
const object = z.enum(objectTypes)
const writableObject = z.enum(writableObjectTypes)
const json: z.ZodType<Json> = z.json()
const safeKey = z
  .string()
  .min(1)
  .max(500)
  .refine((key) => key.split('.').every(isSafeKey), 'a field name')
const jsonObject: z.ZodType<JsonObject> = z.record(safeKey, z.json())

export const sortSchema = z.object({ field: safeKey, descending: z.boolean().default(false) })
/** Equality by field. A list field matches when one of its members does; text is compared without case. */
export const whereSchema = z.object({ field: safeKey, value: json })

/** Which records of a list: all that is said must hold. */
const selection = z.object({
  connection: connectionId,
  object,
  where: z.array(whereSchema).max(50).default([]),
  filter: filterSchema.nullable().default(null),
  /** Words that must be found in the record, as typed. */
  search: z.string().max(500).default(''),
  /** Who *me* is in the filter: an e-mail, or the CRM's id of a user. */
  me: z.string().max(500).nullable().default(null),
})

/** One sort, or several of which each orders what the ones before leave equal. Null: by name, or newest first for events. */
const listSort = z
  .union([sortSchema, z.array(sortSchema).min(1).max(5)])
  .nullable()
  .default(null)

const listQuery = selection.extend({
  sort: listSort,
  after: z.string().max(5000).nullable().default(null),
  limit: z.int().min(1).max(1000).default(100),
})

const target = z.object({ connection: connectionId, object, id: recordId })
const writableTarget = z.object({ connection: connectionId, object: writableObject, id: recordId })
const ofConnection = z.object({ connection: connectionId.nullable().default(null) })
const fieldValue = z.object({ path: safeKey, value: json })

const manyTargets = z.object({ connection: connectionId, object: writableObject, ids: z.array(recordId).min(1).max(500) })
const bulkEdits = z
  .array(z.object({ path: safeKey, action: z.enum(bulkActions), value: json.default(null) }))
  .min(1)
  .max(50)

export const operations = {
  // Connections
  'connections.list': command<readonly Connection[]>()(z.object({})),
  /** Checks address, token and connection, and remembers them; pulls nothing. */
  'connections.connect': command<Connection>()(
    z.object({
      connector: z.enum(['unified']),
      url: z.url({ protocol: /^https?$/ }).max(2000),
      connectionId: text,
      /** The token itself, or the name of the environment variable that holds it. */
      token: z.union([z.object({ value: z.string().min(1).max(10_000) }), z.object({ env: z.string().regex(/^[A-Za-z_]\w*$/) })]),
      name: text.nullable().default(null),
      provider: text.nullable().default(null),
      me: z.string().max(320).nullable().default(null),
    }),
  ),
  /** Starts the sandbox CRM, connects to it and begins to pull. */
  'connections.trySample': command<Connection>()(z.object({ records: z.int().min(1).max(1_000_000).default(5000) })),
  /**
   * Unlinks the account. Its copy is wiped, or kept to be read; unpushed changes are pushed first, or dropped with a copy that is
   * wiped. Nothing is done while a change would be lost that nobody gave up.
   */
  'connections.disconnect': command<{ readonly removedRecords: number; readonly pushed: number; readonly webhooks: EndedWebhooks }>()(
    z.object({
      connection: connectionId,
      copy: z.enum(['wipe', 'keep']).default('wipe'),
      /** Sends the unpushed changes first; those that don't go through stop it. */
      push: z.boolean().default(false),
      /** The changes that may go with the copy: all, or those that whoever asks has seen or exported. */
      withChanges: z.union([z.boolean(), z.array(z.string().min(1).max(500)).max(100_000)]).default(false),
    }),
  ),
  ...signInOperations,
  /** What the CRM turned out to do, a type and a point at a time, with what was seen; the unknown ones too. */
  'connections.capabilities': query<readonly ObjectCapabilities[]>()(z.object({ connection: connectionId })),

  ...scopeOperations,

  // Sync
  'sync.status': command<Status>()(ofConnection),
  /** Sends what was approved, then pulls; resolves when it is done, progress arrives as `status.changed`. */
  'sync.run': command<SyncReport>()(
    z.object({
      connection: connectionId.nullable().default(null),
      objects: z.array(object).nullable().default(null),
      /** Walk everything again instead of asking for what changed. */
      full: z.boolean().default(false),
      /** Compare all ids afterwards: finds deletions and what was missed. */
      reconcile: z.boolean().default(false),
    }),
  ),
  'sync.reconcile': command<SyncReport>()(
    z.object({ connection: connectionId.nullable().default(null), objects: z.array(object).nullable().default(null) }),
  ),
  'sync.verify': command<{ readonly equal: boolean; readonly differences: readonly Difference[] }>()(ofConnection),
  /** What the sync did, newest first; `before`: the number of the oldest line that is known already. */
  'sync.log': query<readonly JournalEntry[]>()(
    z.object({
      connection: connectionId.nullable().default(null),
      object: object.nullable().default(null),
      filter: z.enum(journalFilters).default('all'),
      before: z.int().positive().nullable().default(null),
      limit: z.int().min(1).max(1000).default(100),
    }),
  ),
  /** Records that came in a form that could not be read in full, newest first. */
  'sync.setAside': query<readonly SetAside[]>()(z.object({ connection: connectionId, limit: z.int().min(1).max(1000).default(100) })),
  'sync.pause': command<null>()(ofConnection),
  'sync.resume': command<null>()(ofConnection),
  /** On battery it polls less often and sweeps not at all. */
  'sync.power': command<null>()(z.object({ onBattery: z.boolean() })),
  /** The network or the computer came back: looks now, instead of when it would have. Says nothing about whether it can. */
  'sync.awake': command<null>()(z.object({})),

  // Records
  /** `fields`: values to show besides those that every list of the type shows. */
  'records.list': query<Page<ListRow>>()(listQuery.extend({ fields: z.array(safeKey).max(60).default([]) })),
  /** The same, whole: the documents with local edits applied, `id` being the CRM's or, before its first push, ours. */
  'records.documents': query<Page<RecordDocument>>()(listQuery.extend({ raw: z.boolean().default(false) })),
  /** Marks in a list from a place on, a part a call: what a jump in a long list begins from. `index`: rows before `after`. */
  'records.marks': query<ListMarks>()(listQuery.omit({ limit: true }).extend({ index: z.int().min(0).default(0) })),
  /** Where what is typed stands in the order of the first sort; null where it could not. */
  'records.seek': query<ListSeek | null>()(z.object({ object, sort: listSort, text: z.string().max(200) })),
  /** How many match; null when only counting them all could tell. */
  'records.count': query<number | null>()(selection),
  /** Only the ids of a page: what is done to all that match begins with it. */
  'records.ids': query<Page<RecordId>>()(listQuery.extend({ limit: z.int().min(1).max(10_000).default(10_000) })),
  /** What an edit of these records would change; changes nothing. */
  'records.previewEdit': query<BulkPreview>()(manyTargets.extend({ edits: bulkEdits, samples: z.int().min(0).max(100).default(5) })),
  /** Counts and sums over all that match, as a whole or in groups; in parts that are added up, until `next` is null. */
  'records.totals': query<Totals>()(
    selection.extend({
      figures: z.array(safeKey).max(10).default([]),
      groupBy: safeKey.nullable().default(null),
      after: z.int().min(0).nullable().default(null),
    }),
  ),
  'records.get': query<RecordView>()(target),
  /** Linked records by object type, `limit` of each. */
  'records.related': query<readonly RelatedGroup[]>()(target.extend({ limit: z.int().min(1).max(200).default(5) })),
  /** Linked activities, newest first. */
  'records.timeline': query<readonly (RelatedRecord & { readonly document: RecordDocument })[]>()(
    target.extend({ limit: z.int().min(1).max(200).default(50) }),
  ),
  'records.history': query<readonly HistoryEntry[]>()(target.extend({ limit: z.int().min(1).max(10_000).default(200) })),
  /** Over all object types, ranked; null for all connections. */
  'records.search': query<readonly SearchHit[]>()(
    z.object({
      connection: connectionId.nullable().default(null),
      text: z.string().max(500),
      objects: z.array(object).nullable().default(null),
      limit: z.int().min(1).max(100).default(20),
    }),
  ),
  /** Makes a record here; durable when it resolves. Links may name records that are not pushed yet. */
  'records.create': command<Change>()(
    z.object({
      connection: connectionId,
      object: writableObject,
      data: jsonObject,
      batch: text.nullable().default(null),
      /** Refuses a record that lacks a custom field which the CRM is known to require. */
      complete: z.boolean().default(false),
    }),
  ),
  /** Saves fields of one record; durable when it resolves. Null when every value was what it already is, or is put back to it. */
  'records.edit': command<Change | null>()(
    writableTarget.extend({
      set: z.array(fieldValue).max(1000).default([]),
      unset: z.array(safeKey).max(1000).default([]),
      batch: text.nullable().default(null),
    }),
  ),
  /** Brings the old value of a line of the history back, as a new edit. Null when the field has that value. */
  'records.restoreValue': command<Change | null>()(writableTarget.extend({ entry: z.int().min(1), batch: text.nullable().default(null) })),
  /** The same edit of many records, all of it or none; durable when it resolves. Records gone by now are left out. */
  'records.editMany': command<BulkResult>()(manyTargets.extend({ edits: bulkEdits, batch: text })),
  'records.deleteMany': command<BulkResult>()(manyTargets.extend({ batch: text })),
  'records.delete': command<Change | null>()(writableTarget.extend({ batch: text.nullable().default(null) })),
  /**
   * An editor is open on the record: nothing of it goes by itself. Good for a minute, so it is said again while it is so; `open: false`
   * when it is closed.
   */
  'records.editing': command<null>()(writableTarget.extend({ open: z.boolean() })),
  /** Reads it from the CRM now and applies what came. Resolves to false when the CRM could not be asked. */
  'records.refresh': command<boolean>()(target),

  // Custom fields
  ...fieldOperations,

  // Leads
  ...leadOperations,

  // Reports
  ...reportOperations,

  // Changes
  'changes.list': query<readonly Change[]>()(
    z.object({
      connection: connectionId.nullable().default(null),
      closed: z.boolean().default(false),
      ids: z.array(z.string().min(1).max(500)).nullable().default(null),
    }),
  ),
  'changes.discard': command<readonly Change[]>()(z.object({ ids: changeIds, fields: onlyFields })),
  'changes.hold': command<readonly Change[]>()(z.object({ ids: changeIds, fields: onlyFields })),
  'changes.release': command<readonly Change[]>()(z.object({ ids: changeIds, fields: onlyFields })),
  /** Discarded ones wait again, on the base that they had: all of them or none. Kept for 30 days. */
  'changes.restore': command<readonly Change[]>()(z.object({ ids: changeIds })),
  /** Proposes the opposite of pushed changes, in one batch that waits; only where the CRM still holds what they brought. */
  'changes.reverse': command<Reversal>()(z.object({ ids: changeIds })),
  /** Takes the youngest unpushed edit back, or the whole of a batch that was edited as one; null when there is none. */
  'changes.undo': command<{
    readonly connection: ConnectionId
    readonly object: Change['object']
    readonly recordId: RecordId
    readonly paths: readonly string[]
    /** Set where the whole of a batch was taken back: an import, a merge. */
    readonly batch: string | null
  } | null>()(ofConnection.extend({ batch: text.nullable().default(null) })),
  /** Pushes these, or all that wait. Resolves when each is settled; progress arrives as `push.progress`. */
  'changes.push': command<PushReport>()(
    z.object({ connection: connectionId.nullable().default(null), ids: changeIds.nullable().default(null), fields: onlyFields }),
  ),
  /**
   * Ends the pushes under way: what is on its way is settled, the rest waits for the rep; what would begin again by itself is held. Answers at
   * once: whoever asked for the push gets its report.
   */
  'changes.stopPush': command<null>()(ofConnection),
  /**
   * Approves these, or all that wait: they go by themselves when the CRM can be reached. Resolves at once, with what waits; held and
   * refused ones only by name.
   */
  'changes.approve': command<PushReport>()(
    z.object({ connection: connectionId.nullable().default(null), ids: changeIds.nullable().default(null), fields: onlyFields }),
  ),
  /** A dry run: reads each record and says what a push of these, or of all that wait, would do now. Changes nothing. */
  'changes.check': command<CheckReport>()(z.object({ connection: connectionId.nullable().default(null), ids: changeIds.nullable().default(null) })),
  /** Decides a conflict: for all fields at once, by field, or with a value of one's own. Undecided fields stay. */
  'changes.resolve': command<readonly Change[]>()(
    z.object({
      id: changeId,
      take: z.enum(['mine', 'theirs', 'base']).nullable().default(null),
      fields: z
        .array(
          z.object({
            path: safeKey,
            decision: z.union([z.object({ take: z.enum(['mine', 'theirs', 'base']) }), z.object({ take: z.literal('value'), value: json })]),
          }),
        )
        .default([]),
    }),
  ),
  /** The other open conflicts like this one, which is open or decided: in one of these fields, or in any that it is about. */
  'changes.alike': query<readonly Change[]>()(z.object({ id: changeId, paths: z.array(safeKey).nullable().default(null) })),
  /** Decides all of those as this one was decided, where a side was taken: mine, theirs or base. Answers what it touched. */
  'changes.resolveAlike': command<readonly Change[]>()(z.object({ id: changeId, paths: z.array(safeKey).nullable().default(null) })),
  /**
   * A new record that may be in the CRM already is this one there; what the rep typed and it does not hold waits as an edit of it. The other
   * answer, to create it anyway, is `changes.resolve` with `mine`.
   */
  'changes.adopt': command<readonly Change[]>()(z.object({ id: changeId, remoteId })),
  /** Takes decisions back, partial ones too, as long as they were not pushed: the conflict is open again. */
  'changes.reopen': command<readonly Change[]>()(z.object({ ids: changeIds })),

  ...importOperations,
  ...duplicateOperations,

  // Webhooks
  ...webhookOperations,

  // The workspace
  'settings.get': command<Settings>()(z.object({})),
  'settings.set': command<Settings>()(settingsPatchSchema),
  /** Where the workspace is, and how much room its files take. */
  'workspace.storage': command<{ readonly folder: string; readonly bytes: number }>()(z.object({})),
  /** What a person should know of the disk under their work, newest first. */
  'workspace.notices': command<readonly StorageNotice[]>()(z.object({})),
  'doctor.run': command<{
    readonly ok: boolean
    readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string; readonly advice: string | null }[]
  }>()(z.object({})),
} as const

export type SatchelOperations = typeof operations
export type OperationName = keyof SatchelOperations

export type { CheckedInputOf, InputOf, OutputOf } from './operation'
