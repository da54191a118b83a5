/** The CRMs there are, and signing in to one of them in the browser. */
import { fail } from '../../shared/failure'
import type { Connection } from '../../shared/model/views'
import { knownProviders, providerName } from '../../shared/model/providers'
import type { Provider } from '../../shared/sync/support'
import type { CommandHandlers } from './dispatch'
import { accessGateway, answerOf } from './sign-in/gateway-access'
import { type Attempt, startAttempt } from './sign-in/attempts'
import { requireConnection, type Workbench } from './workbench'

type SignInOperation = Extract<keyof CommandHandlers, `signIn.${string}` | `providers.${string}`>

/** Attempts that nobody asks about any more are forgotten beyond these. */
const KEPT_ATTEMPTS = 20

export function signInHandlers(bench: Workbench): Pick<CommandHandlers, SignInOperation> {
  const attempts = new Map<string, Attempt>()
  const attempt = (id: string): Attempt => attempts.get(id) ?? fail({ kind: 'not-found', what: 'sign-in', id })
  return {
    'providers.list': () => listProviders(bench),
    'providers.read': async ({ provider, ...wish }) => {
      const access = await accessGateway(bench, wish, null)
      const unknown = { id: provider, name: providerName(provider), active: null, rateLimit: null, support: null }
      if (access === null) return unknown
      return answerOf(bench, access.gateway, await access.gateway.provider(provider, access.workspaceId)) ?? unknown
    },
    'signIn.start': async ({ provider, again: id, objects, name, port, ...wish }) => {
      const again: Connection | null = id === null ? null : requireConnection(bench.settings, id)
      const access = (await accessGateway(bench, wish, again)) ?? missing('url', 'the address of the gateway')
      const token = access.token ?? missing('token', 'an API key of the gateway')
      const workspaceId = access.workspaceId ?? missing('workspace id', 'the id of the gateway’s workspace')
      const begun = await startAttempt(bench, { provider, access, token, workspaceId, again, objects, name, port })
      attempts.set(begun.shown.id, begun)
      for (const old of [...attempts.keys()].slice(0, -KEPT_ATTEMPTS)) attempts.delete(old)
      return begun.shown
    },
    'signIn.wait': ({ id }) => attempt(id).end,
    'signIn.cancel': async ({ id }) => ({ left: (await attempts.get(id)?.cancel()) ?? null }),
    'signIn.keepApart': ({ id }) => attempt(id).keepApart(),
  }
}

/** Those that this version knows come first, by their names; what else the gateway lists comes after. Unreachable, the first are enough. */
async function listProviders(bench: Workbench): Promise<readonly Provider[]> {
  const known = knownProviders.map((each): Provider => ({ ...each, active: null }))
  const access = await accessGateway(bench, { url: null, workspaceId: null, token: null }, null)
  const outcome = access === null ? null : await access.gateway.providers(access.workspaceId)
  if (outcome?.kind !== 'answered') return known
  const listed = outcome.value
  const both = known.map((each) => listed.find(({ id }) => id === each.id) ?? each)
  return [...both, ...listed.filter(({ id }) => !known.some((each) => each.id === id))]
}

function missing(where: string, expected: string): never {
  return fail({ kind: 'bad-input', where, expected, got: 'nothing' })
}
