/** All messages of a language in one catalogue; their ids are a type, so a missing or misspelt one does not compile. */
import { en } from './en'
import { enChanges } from './en-changes'
import { enList } from './en-list'
import { enRecord } from './en-record'

export const messages = { ...en, ...enRecord, ...enChanges, ...enList } as const

export type MessageId = keyof typeof messages
