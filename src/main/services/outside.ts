/**
 * What the services ask of the door that opened the engine: the settings file, the secrets, and a sandbox CRM. It stands in
 * another thread, so everything here is a promise; a token passes through, and is kept nowhere on this side.
 */
import type { Connection } from '../../shared/model/views'
import type { Settings } from '../../shared/settings'
import type { Returned } from '../workspace/sign-in-returns'

export interface Outside {
  writeSettings(settings: Settings): Promise<void>
  /** The connection's token: from the variable it names, from the secrets, or from its running sandbox. Null: there is none. */
  token(connection: Connection): Promise<string | null>
  saveToken(connection: Connection, token: string): Promise<void>
  /** The webhook secrets go with it. */
  forgetToken(connection: Connection): Promise<void>
  /** What the connection's webhooks are signed with: from that variable, from the secrets, or from its running sandbox. */
  webhookSecrets(connection: Connection, env: string | null): Promise<readonly string[]>
  /** None: forgets them. */
  saveWebhookSecrets(connection: Connection, secrets: readonly string[]): Promise<void>
  /** The value of a variable of the door's environment, or null. */
  variable(name: string): Promise<string | null>
  /** Starts the sandbox behind *Try it with sample data*, or answers where it runs already. */
  startSandbox(options: {
    readonly records: number
    readonly port: number | null
  }): Promise<{ readonly url: string; readonly connectionId: string; readonly token: string }>
  /** Stops it and removes its store. */
  removeSandbox(): Promise<void>
  /** Opens a place where a browser can come back to, once. Fails with `sign-in` where there is none. */
  openReturn(options: { readonly provider: string; readonly port: number | null }): Promise<{ readonly ticket: string; readonly address: string }>
  /** What the browser brought; null when the place was closed before. */
  returned(ticket: string): Promise<Returned | null>
  closeReturn(ticket: string): Promise<void>
  /** Opens the address in the person's browser; false where only they can. */
  openAddress(address: string): Promise<boolean>
}
