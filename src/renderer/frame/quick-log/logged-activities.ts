/** The activities that a line stands for: what was done, and the task that follows. */
import { writeField } from '../../../shared/model/field-path'
import type { Instant } from '../../../shared/model/ids'
import { isJsonObject, type JsonObject } from '../../../shared/model/json'
import { kindShapes, toActivity } from '../../screens/record/activity-draft'
import type { QuickLog } from './parse-quick-log'
import type { LogSubject } from './quick-log-store'

export interface LogCircumstances {
  readonly about: LogSubject
  readonly me: string | null
  readonly now: Instant
}

/** In the morning, when a rep looks at what the day holds. */
const TASK_HOUR = 9

export function loggedActivities(log: QuickLog, { about, me, now }: LogCircumstances): readonly JsonObject[] {
  const circumstances = { view: about, me, now }
  const { text } = kindShapes[log.kind]
  const said = writeField({ type: log.kind }, text, log.text === '' ? undefined : log.text)
  const done = toActivity(withDuration(said, log, now), circumstances)
  if (log.followUp === null) return [done]
  const { words, day } = log.followUp
  const name = [words.charAt(0).toUpperCase() + words.slice(1), about.name].filter(Boolean).join(' ')
  const due = new Date(day.getFullYear(), day.getMonth(), day.getDate(), TASK_HOUR).toISOString()
  return [done, toActivity({ type: 'TASK', task: { name, due_at: due } }, circumstances)]
}

/** It has just ended. */
function withDuration(draft: JsonObject, { kind, minutes }: QuickLog, now: Instant): JsonObject {
  if (minutes === null) return draft
  const start = new Date(now - minutes * 60_000).toISOString()
  const content = draft[kind.toLowerCase()]
  const more = isJsonObject(content) ? content : {}
  if (kind === 'CALL') return { ...draft, call: { ...more, duration: minutes, start_at: start } }
  if (kind === 'MEETING') return { ...draft, meeting: { ...more, start_at: start, end_at: new Date(now).toISOString() } }
  return draft
}
