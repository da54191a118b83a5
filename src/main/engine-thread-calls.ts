/** What the main thread and the engine's thread say to each other beside the contract. */
import type { Settings } from '../shared/settings'
import type { Damage } from './mirror/set-aside'
import type { WorkspaceFiles } from './workspace/folder'

/** Handed over at the start. */
export interface EngineThreadData {
  readonly files: WorkspaceFiles
  readonly settings: Settings
  readonly background: boolean
  readonly otherHolder: string
  /** A mirror that a fresh process found damaged: it is set aside. */
  readonly damage: Damage | null
}

/** How opening ended, where it did not fail in words: a mirror that could not be read has to be judged from outside first. */
export type Opened = { readonly readFrom: string; readonly takesWrites: boolean } | { readonly unreadable: string }

export const threadCalls = { open: 'engine.open', close: 'engine.close', event: 'engine.event', suspect: 'engine.suspect' } as const
