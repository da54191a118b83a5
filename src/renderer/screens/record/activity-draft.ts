/** An activity that is being written on a record: what each kind asks for, and what is saved in the end. */
import { type FieldPath, readField, writeField } from '../../../shared/model/field-path'
import type { EventType } from '../../../shared/model/fields'
import type { Instant } from '../../../shared/model/ids'
import { isEmptyValue, isJsonObject, type JsonObject } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { RecordView } from '../../../shared/model/views'

/** Those that a rep writes down; forms and page views are the CRM's to make. */
export const writtenKinds = ['NOTE', 'CALL', 'MEETING', 'TASK', 'EMAIL'] as const satisfies readonly EventType[]
export type WrittenKind = (typeof writtenKinds)[number]

interface KindShape {
  /** Where the text goes. */
  readonly text: FieldPath
  /** What it is called where the rep gives it no name of its own: the text's first line. */
  readonly title: FieldPath | null
  readonly more: readonly FieldPath[]
}

const path = (text: string): FieldPath => text as FieldPath

export const kindShapes: Readonly<Record<WrittenKind, KindShape>> = {
  NOTE: { text: path('note.description'), title: null, more: [] },
  CALL: { text: path('call.description'), title: null, more: [path('call.start_at'), path('call.duration')] },
  MEETING: {
    text: path('meeting.description'),
    title: path('meeting.title'),
    more: [path('meeting.title'), path('meeting.start_at'), path('meeting.end_at')],
  },
  TASK: { text: path('task.description'), title: path('task.name'), more: [path('task.name'), path('task.due_at'), path('task.priority')] },
  EMAIL: { text: path('email.body'), title: path('email.subject'), more: [path('email.subject'), path('email.to')] },
}

/** By which field an activity names a record of that type. */
const linkFields: Readonly<Partial<Record<ObjectType, string>>> = {
  contact: 'contact_ids',
  company: 'company_ids',
  deal: 'deal_ids',
  lead: 'lead_ids',
}

export function kindOfDraft(draft: JsonObject): WrittenKind {
  return writtenKinds.find((kind) => kind === draft['type']) ?? 'NOTE'
}

export function textOfDraft(draft: JsonObject): string {
  const text = readField(draft, kindShapes[kindOfDraft(draft)].text)
  return typeof text === 'string' ? text : ''
}

/** Another kind of activity, with the same text; what was typed into the fields of the old kind waits there. */
export function withKind(draft: JsonObject, kind: WrittenKind): JsonObject {
  const text = textOfDraft(draft)
  const moved = writeField(writeField(draft, kindShapes[kindOfDraft(draft)].text, undefined), kindShapes[kind].text, text === '' ? undefined : text)
  return { ...moved, type: kind }
}

export function isBlank(draft: JsonObject): boolean {
  const { text, more } = kindShapes[kindOfDraft(draft)]
  return [text, ...more].every((each) => isEmptyValue(readField(draft, each)))
}

export interface Circumstances {
  readonly view: Pick<RecordView, 'object' | 'id' | 'remoteId'>
  /** The rep's own user in the CRM, if known. */
  readonly me: string | null
  readonly now: Instant
}

/** What is saved: the fields of its kind alone, linked to the record; a call that says no time has just happened. */
export function toActivity(draft: JsonObject, { view, me, now }: Circumstances): JsonObject {
  const kind = kindOfDraft(draft)
  const { title } = kindShapes[kind]
  const content = draft[kind.toLowerCase()]
  const link = linkFields[view.object]
  let activity: JsonObject = {
    type: kind,
    [kind.toLowerCase()]: isJsonObject(content) ? content : {},
    ...(me === null ? {} : { user_id: me }),
    ...(link === undefined ? {} : { [link]: [view.remoteId ?? view.id] }),
  }
  const firstLine = textOfDraft(draft).trim().split('\n', 1)[0]?.slice(0, 200) ?? ''
  if (title !== null && firstLine !== '' && isEmptyValue(readField(activity, title))) activity = writeField(activity, title, firstLine)
  if (kind === 'CALL' && isEmptyValue(readField(activity, path('call.start_at'))))
    activity = writeField(activity, path('call.start_at'), new Date(now).toISOString())
  return activity
}
