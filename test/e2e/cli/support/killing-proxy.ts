/**
 * A wire between Satchel and the CRM that says when Satchel has to die: before its n-th request arrives, after the CRM has
 * applied it and before Satchel hears of it, or some moments after the answer. So every death is at a point that matters, and
 * comes again with the same seed.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Moment = 'before-the-request' | 'before-the-answer' | 'after-the-answer'

interface Death {
  /** Counted from when it was planned. */
  readonly atRequest: number
  readonly moment: Moment
  /** After the answer: so many milliseconds later. */
  readonly delayMs: number
  /** Only requests of these methods count; null: all. */
  readonly methods: readonly string[] | null
}

export interface KillingProxy {
  readonly url: string
  /** Calls `kill` once, when the death's moment has come. */
  plan(death: Death, kill: () => void): void
  /** No death is planned any more. */
  forgive(): void
  close(): Promise<void>
}

export async function startKillingProxy(target: string): Promise<KillingProxy> {
  let planned: { death: Death; kill: () => void; requests: number } | null = null
  const due = (method: string): { death: Death; kill: () => void } | null => {
    if (!planned || (planned.death.methods && !planned.death.methods.includes(method))) return null
    planned.requests += 1
    if (planned.requests < planned.death.atRequest) return null
    const now = planned
    planned = null
    return now
  }

  const server = createServer((request, response) => {
    void (async () => {
      const fate = due(request.method ?? 'GET')
      if (fate?.death.moment === 'before-the-request') {
        fate.kill()
        response.destroy()
        return
      }
      const answer = await forward(target, request)
      if (fate?.death.moment === 'before-the-answer') {
        fate.kill()
        response.destroy()
        return
      }
      response.writeHead(answer.status, answer.headers).end(answer.body)
      if (fate) setTimeout(fate.kill, fate.death.delayMs)
    })().catch(() => response.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    plan(death, kill) {
      planned = { death, kill, requests: 0 }
    },
    forgive() {
      planned = null
    },
    async close() {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
}

async function forward(target: string, request: IncomingMessage): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const headers = new Headers()
  for (const name of ['authorization', 'content-type', 'accept', 'idempotency-key']) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  const method = request.method ?? 'GET'
  const answer = await fetch(target + (request.url ?? '/'), { method, headers, ...(method === 'GET' ? {} : { body: Buffer.concat(chunks) }) })
  const kept: Record<string, string> = {}
  for (const name of ['content-type', 'date', 'retry-after']) {
    const value = answer.headers.get(name)
    if (value !== null) kept[name] = value
  }
  return { status: answer.status, headers: kept, body: Buffer.from(await answer.arrayBuffer()) }
}
