/** The icon of each kind of activity. */
import type { EventType } from '../../../shared/model/fields'
import type { IconName } from '../../parts/icon'

export const activityIcons: Readonly<Record<EventType, IconName>> = {
  NOTE: 'note',
  CALL: 'phone',
  EMAIL: 'mail',
  MEETING: 'meeting',
  TASK: 'task',
  MARKETING_EMAIL: 'mail',
  FORM: 'file',
  PAGE_VIEW: 'globe',
}
