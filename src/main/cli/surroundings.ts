/**
 * What the command line has around it: the terminal, the environment, and the ways into an engine, a browser host and a
 * sandbox. It comes in as one value, so that a test can stand in for all of it.
 */
import type { Transport } from '../../shared/contract/client'
import type { OutputStream } from './output/output'

export interface Surroundings {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown }
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly env: NodeJS.ProcessEnv
  /** Aborted by Ctrl-C, or by whoever asks the process to end. */
  readonly stopped: AbortSignal
  readonly openWorkspace: (request: WorkspaceRequest) => Promise<OpenWorkspace>
  readonly serve: (request: ServeRequest) => Promise<Serving>
  readonly runSandbox: (request: SandboxRequest) => Promise<RunningSandbox>
  /** Resolves after that time, or as soon as we are asked to end. */
  readonly pause: (milliseconds: number) => Promise<void>
}

export interface WorkspaceRequest {
  /** `--workspace`; null: the environment's, or the app's own folder. */
  readonly folder: string | null
  /** What we are doing, for whoever finds the workspace in use. */
  readonly title: string
  /** Keep syncing by itself: the browser host, as the app does. */
  readonly background: boolean
  /** Where another holds the workspace, theirs will do. */
  readonly orTheirs?: boolean
}

/** An engine of our own, or the one of the app that holds the workspace: a command can't tell. */
export interface OpenWorkspace extends Transport {
  close(): Promise<void>
}

interface ServeRequest {
  readonly engine: OpenWorkspace
  readonly port: number | null
  readonly note: (line: string) => void
}

interface Serving {
  readonly url: string
  /** Another one-time address, when the first was used or has grown old. */
  newAddress(): string
  close(): Promise<void>
}

interface SandboxRequest {
  readonly port: number | null
  readonly records: string | null
  readonly seed: number | null
  readonly profile: string | null
  readonly faults: string | null
  readonly store: string | null
  /** Told how far a large store is made. */
  readonly note: (line: string) => void
}

interface RunningSandbox {
  readonly url: string
  readonly connectionId: string
  readonly token: string
  readonly workspaceId: string
  close(): Promise<void>
}
