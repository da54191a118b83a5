/** The ways through the app that the sidebar shows and the keys take. */
import type { ObjectType } from '../../shared/model/object-type'
import type { KeyName } from '../keys'
import type { IconName } from '../parts/icon'

export const objectIcons: Readonly<Record<ObjectType, IconName>> = {
  contact: 'person',
  company: 'building',
  deal: 'deal',
  event: 'activity',
  lead: 'lead',
  pipeline: 'board',
  user: 'shield',
}

export interface ListEntry {
  readonly object: ObjectType
  readonly goKey: KeyName | null
}

export const mainLists: readonly ListEntry[] = [
  { object: 'contact', goKey: 'goContacts' },
  { object: 'company', goKey: 'goCompanies' },
  { object: 'deal', goKey: 'goDeals' },
  { object: 'lead', goKey: 'goLeads' },
  { object: 'event', goKey: 'goActivities' },
]

/** What the CRM's administrator keeps: seldom wanted, so at the end. */
export const moreLists: readonly ListEntry[] = [
  { object: 'pipeline', goKey: null },
  { object: 'user', goKey: null },
]
