/**
 * What a disconnect does at the CRM: the subscriptions that tell this computer are ended, so that nothing is sent where nobody
 * listens. Best effort: a CRM that can't be asked keeps no account linked.
 */
import { fail, failureOf } from '../../shared/failure'
import type { Connection } from '../../shared/model/views'
import type { EndedWebhooks } from '../../shared/sync/webhook'
import type { Connector } from '../connectors/connector'
import type { WebhookPort } from '../connectors/webhooks'
import { loadWebhookLog } from '../mirror/webhooks'
import type { Workbench } from './workbench'

const nothing: EndedWebhooks = { removed: 0, left: 0, elsewhere: 0, failure: null }

/** Asked once, never in vain: where no webhook was ever listed here, none was made here. Never fails. */
export async function endWebhooks(bench: Workbench, connection: Connection): Promise<EndedWebhooks> {
  const { db, sync, settings } = bench
  const known = loadWebhookLog(db, connection.id).webhooks ?? []
  if (connection.unlinked || known.length === 0) return nothing
  let ended: EndedWebhooks = { ...nothing, left: known.length }
  try {
    const port = (connector: Connector): WebhookPort => connector.webhooks ?? fail({ kind: 'not-supported', by: connection.name, what: 'webhooks' })
    // One try each: nobody waits long to be rid of an account.
    const listed = await sync.ask(connection.id, 'write', (connector) => port(connector).list(null))
    const ours = listed.filter(({ url }) => tellsUs(url, settings.current().webhooks.address))
    ended = { removed: 0, left: ours.length, elsewhere: listed.length - ours.length, failure: null }
    for (const webhook of ours) {
      await sync.ask(connection.id, 'write', (connector) => port(connector).remove(webhook))
      ended = { ...ended, removed: ended.removed + 1, left: ended.left - 1 }
    }
    return ended
  } catch (error) {
    const failure = failureOf(error)
    // A bug is nobody's reason to keep an account linked either, but it is told as one.
    if (failure === null) throw error
    return { ...ended, failure }
  }
}

/** At the address that was set up, or on this computer: another address is somebody else's, and theirs to end. */
function tellsUs(url: string, address: string): boolean {
  const [to, here] = [URL.parse(url), URL.parse(address)]
  return to !== null && (['127.0.0.1', '[::1]', 'localhost'].includes(to.hostname) || to.origin === here?.origin)
}
