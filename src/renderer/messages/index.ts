/** All messages of a language in one catalogue; their ids are a type, so a missing or misspelt one does not compile. */
import { en } from './en'
import { enBoard } from './en-board'
import { enChanges } from './en-changes'
import { enConnect } from './en-connect'
import { enFields } from './en-fields'
import { enHome } from './en-home'
import { enImport } from './en-import'
import { enLeads } from './en-leads'
import { enList } from './en-list'
import { enLog } from './en-log'
import { enNotices } from './en-notices'
import { enPalette } from './en-palette'
import { enQuickLog } from './en-quick-log'
import { enRecord } from './en-record'
import { enWebhooks } from './en-webhooks'
import { enSettings } from './en-settings'

export const messages = {
  ...en,
  ...enRecord,
  ...enChanges,
  ...enBoard,
  ...enFields,
  ...enHome,
  ...enImport,
  ...enLeads,
  ...enList,
  ...enConnect,
  ...enWebhooks,
  ...enLog,
  ...enNotices,
  ...enPalette,
  ...enQuickLog,
  ...enSettings,
} as const

export type MessageId = keyof typeof messages
