/** What the main thread and the engine's thread say to each other beside the contract. */
import type { Settings } from '../shared/settings'
import type { WorkspaceFiles } from './workspace/folder'

/** Handed over at the start. */
export interface EngineThreadData {
  readonly files: WorkspaceFiles
  readonly settings: Settings
  readonly background: boolean
  readonly otherHolder: string
}

export const threadCalls = { open: 'engine.open', close: 'engine.close', event: 'engine.event' } as const
