/** Which gateway is meant, with its token and workspace: as given, or as a connection that is there already has them. */
import { fail } from '../../../shared/failure'
import type { Connection } from '../../../shared/model/views'
import type { Gateway } from '../../connectors/gateway'
import { outcomeFailure } from '../../connectors/outcome-failure'
import type { Outcome } from '../../connectors/connector'
import type { Workbench } from '../workbench'

/** What whoever asks said of it. */
export interface GatewayWish {
  readonly url: string | null
  readonly workspaceId: string | null
  readonly token: { readonly value: string } | { readonly env: string } | null
}

export interface GatewayAccess {
  readonly gateway: Gateway
  readonly url: string
  /** Null where nobody gave one: what is open can still be asked. */
  readonly token: string | null
  readonly tokenEnv: string | null
  readonly workspaceId: string | null
}

/** @param again the connection that it is about; its gateway comes before any other's */
export async function accessGateway(bench: Workbench, wish: GatewayWish, again: Connection | null): Promise<GatewayAccess | null> {
  const { connections } = bench.settings.current()
  const known = [...(again ? [again] : []), ...connections.filter(({ sample }) => !sample), ...connections]
  const url = wish.url?.replace(/\/+$/, '') ?? known[0]?.url ?? null
  if (url === null) return null
  const same = known.filter((connection) => connection.url === url)
  const given = await givenToken(bench, wish.token)
  const { token, tokenEnv } = given ?? (await keptToken(bench, same))
  const gateway = bench.gateway(url, async () => token)
  const workspaceId = wish.workspaceId ?? same.find((connection) => connection.workspaceId !== null)?.workspaceId ?? null
  return { gateway, url, token, tokenEnv, workspaceId: workspaceId ?? (token === null ? null : await askWorkspace(gateway)) }
}

interface Token {
  readonly token: string | null
  readonly tokenEnv: string | null
}

async function givenToken(bench: Workbench, wish: GatewayWish['token']): Promise<Token | null> {
  if (wish === null) return null
  if ('value' in wish) return { token: wish.value, tokenEnv: null }
  const token = await bench.outside.variable(wish.env)
  if (token !== null && token.trim() !== '') return { token, tokenEnv: wish.env }
  return fail({ kind: 'bad-input', where: 'token', expected: `a token in the variable ${wish.env}, where Satchel runs`, got: 'nothing' })
}

/** The token opens every connection of a workspace, so any of them will do. */
async function keptToken(bench: Workbench, connections: readonly Connection[]): Promise<Token> {
  for (const connection of connections) {
    const token = await bench.outside.token(connection)
    if (token !== null) return { token, tokenEnv: connection.tokenEnv }
  }
  return { token: null, tokenEnv: null }
}

/** Not knowing is no failure: a person can say it. */
async function askWorkspace(gateway: Gateway): Promise<string | null> {
  const outcome = await gateway.workspace()
  return outcome.kind === 'answered' ? outcome.value : null
}

/** The value of an answer; else fails in words. */
export function answerOf<Value>(bench: Workbench, gateway: Gateway, outcome: Outcome<Value>): Value {
  if (outcome.kind === 'answered') return outcome.value
  return fail(outcomeFailure(outcome, { connection: 'The gateway', host: gateway.host, now: bench.world.now() }))
}
