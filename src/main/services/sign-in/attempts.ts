/**
 * One sign-in from the address to the connection. What the browser brings is only a name: who it really is, the gateway is asked,
 * and a connection that was to be signed in again stays with the account that its copy is of.
 */
import { randomBytes } from 'node:crypto'
import type { SignIn, SignInEnd } from '../../../shared/contract/sign-in'
import { fail, type Failure } from '../../../shared/failure'
import type { ObjectType } from '../../../shared/model/object-type'
import type { Connection } from '../../../shared/model/views'
import { providerName } from '../../../shared/model/providers'
import { outcomeFailure } from '../../connectors/outcome-failure'
import { describeConnection, linkConnection, type Wish } from '../link'
import type { Workbench } from '../workbench'
import { awaitAnswer, WAIT_MS } from './await-answer'
import type { GatewayAccess } from './gateway-access'
import { isSameAccount } from './same-account'

export interface AttemptWish {
  /** The gateway's name of the CRM. */
  readonly provider: string
  readonly access: GatewayAccess
  readonly token: string
  readonly workspaceId: string
  readonly again: Connection | null
  readonly objects: readonly ObjectType[] | null
  readonly name: string | null
  readonly port: number | null
}

export interface Attempt {
  readonly shown: SignIn
  readonly end: Promise<SignInEnd>
  /** Answers why what it made at the gateway could not be removed there; null where all is as before. */
  cancel(): Promise<Failure | null>
  /** Makes the other account a connection of its own. */
  keepApart(): Promise<Connection>
}

export async function startAttempt(bench: Workbench, wish: AttemptWish): Promise<Attempt> {
  const { provider: type, access, again, port } = wish
  const { gateway } = access
  const provider = providerName(type)
  const state = randomBytes(32).toString('hex')
  const reference = `satchel-${randomBytes(16).toString('hex')}`
  const { ticket, address: back } = await bench.outside.openReturn({ provider, port })
  const address = await addressOf(bench, wish, { provider, state, reference, back }).catch(async (error: unknown) => {
    await bench.outside.closeReturn(ticket)
    throw error
  })

  const stop = new AbortController()
  let apart: Wish | null = null
  /** Set when the other account's connection was made by this very sign-in: only then it is ours to remove. */
  let made: string | null = null
  const finish = async (): Promise<SignInEnd> => {
    const connectionId = await awaitAnswer(bench, { provider, ticket, state, reference, gateway, cancelled: stop.signal })
    const found: Wish = {
      connector: 'unified',
      url: access.url,
      connectionId,
      tokenEnv: access.tokenEnv,
      name: wish.name,
      provider: null,
      me: null,
      sample: false,
      objects: wish.objects,
    }
    const draft = draftOf(found, provider)
    const info = await describeConnection(bench, draft, wish.token)
    if (info.provider !== type) return fail({ kind: 'sign-in', provider, why: 'other-crm', words: info.label })
    // An id in an address proves nothing: a connection that was made for somebody else carries another reference.
    const isOurs = info.reference === null || info.reference === reference || connectionId === again?.connectionId
    if (!isOurs) return fail({ kind: 'sign-in', provider, why: 'wrong-state', words: null })
    if (again && !(await isSameAccount(bench, again, info, bench.connectorWithToken(draft, wish.token)))) {
      apart = found
      made = info.reference === reference ? connectionId : null
      return { kind: 'other-account', account: info.account, expected: again.account }
    }
    return { kind: 'connected', connection: await linkConnection(bench, found, wish.token, again) }
  }
  const end = bench.jobs.run(`sign-in ${ticket}`, (signal) => {
    signal.addEventListener('abort', () => stop.abort(new Error('the engine ends')), { once: true })
    return finish()
  })
  // Whoever waits for it is told; that nobody does is no trouble.
  end.catch(() => undefined)
  const opened = await bench.outside.openAddress(address)
  return {
    shown: { id: ticket, address, opened, waitMs: WAIT_MS },
    end,
    async cancel() {
      stop.abort(new Error('cancelled'))
      const unwanted = made
      apart = null
      made = null
      return unwanted === null ? null : removeUnwanted(bench, provider, access, unwanted)
    },
    keepApart() {
      const other = apart ?? fail({ kind: 'bad-input', where: 'sign-in', expected: 'one that led to another account', got: 'none' })
      apart = null
      made = null
      return linkConnection(bench, other, wish.token)
    },
  }
}

/** It was made a moment ago for nobody but us; one that is in use here after all stays. */
async function removeUnwanted(bench: Workbench, provider: string, { gateway, url }: GatewayAccess, connectionId: string): Promise<Failure | null> {
  const isUsed = bench.settings.current().connections.some((each) => each.url === url && each.connectionId === connectionId)
  if (isUsed) return null
  const outcome = await gateway.removeConnection(connectionId)
  if (outcome.kind === 'answered') return null
  return outcomeFailure(outcome, { connection: provider, host: gateway.host, now: bench.world.now() })
}

interface Asked {
  readonly provider: string
  readonly state: string
  readonly reference: string
  readonly back: string
}

async function addressOf(
  bench: Workbench,
  { provider: type, access: { gateway, url }, workspaceId, objects }: AttemptWish,
  { provider, state, reference, back }: Asked,
): Promise<string> {
  const outcome = await gateway.signInAddress({ workspaceId, provider: type, state, reference, back, objects })
  // Nothing there: the CRM is not among those that the workspace has switched on.
  if (outcome.kind === 'gone') return fail({ kind: 'sign-in', provider, why: 'not-active', words: null })
  if (outcome.kind !== 'answered') {
    return fail(outcomeFailure(outcome, { connection: provider, host: gateway.host, now: bench.world.now() }))
  }
  const isSafe = outcome.value.startsWith('https://') || (isLoopback(outcome.value) && isLoopback(url))
  return isSafe ? outcome.value : fail({ kind: 'sign-in', provider, why: 'failed', words: 'the address to sign in at is not a secure one' })
}

function isLoopback(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
}

/** Only to ask it who it is. */
function draftOf({ objects: _objects, ...wish }: Wish, name: string): Connection {
  const id = `${wish.connector}-new` as Connection['id']
  return { ...wish, id, name, provider: 'unified', workspaceId: null, account: null, unlinked: false }
}
