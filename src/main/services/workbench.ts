/** What the services work with. One is made for each open engine. */
import type { EngineEvent } from '../../shared/contract/events'
import { fail } from '../../shared/failure'
import type { ConnectionId } from '../../shared/model/ids'
import type { Connection } from '../../shared/model/views'
import type { Settings } from '../../shared/settings'
import type { Connector } from '../connectors/connector'
import type { Gateway } from '../connectors/gateway'
import type { WriteDb } from '../mirror/open'
import type { Storage } from '../mirror/storage'
import type { Sync } from '../sync/run/sync'
import type { World } from '../world'
import type { WorkspaceFiles } from '../workspace/folder'
import type { Jobs } from './jobs'
import type { Outside } from './outside'
import type { DeliveryDoor, WebhookInbox } from './webhook-inbox'

export interface Workbench {
  readonly files: WorkspaceFiles
  readonly db: WriteDb
  /** How the mirror's file and disk stand. */
  readonly storage: Pick<Storage, 'notices' | 'look' | 'suspect' | 'forgetCopies'>
  readonly world: World
  readonly sync: Sync
  readonly outside: Outside
  readonly settings: SettingsHolder
  /** A connector with a token that is not saved yet: to find out whether it is any good. */
  readonly connectorWithToken: (connection: Connection, token: string) => Connector
  /** What stands before the connections, by its address. */
  readonly gateway: (url: string, token: () => Promise<string | null>) => Gateway
  readonly emit: (event: EngineEvent) => void
  /** Where webhooks come in, and what judges them. */
  readonly deliveries: DeliveryDoor
  readonly inbox: WebhookInbox
  /** Work that goes on over many turns, and ends with the engine. */
  readonly jobs: Jobs
  /** How long troubles are waited out: a command ends, the app goes on trying. */
  readonly patience: 'command' | 'app'
  /** Copies the open changes beside the mirror; part of acknowledging whatever a person did. */
  readonly saveSidecar: () => void
}

/** The settings as this engine last read or wrote them: it is their only writer. */
export interface SettingsHolder {
  current(): Settings
  /** Durable when it resolves; told to everyone as `settings.changed`. */
  change(next: (settings: Settings) => Settings): Promise<Settings>
}

export function requireConnection(settings: SettingsHolder, id: ConnectionId): Connection {
  return settings.current().connections.find((connection) => connection.id === id) ?? fail({ kind: 'not-found', what: 'connection', id })
}
