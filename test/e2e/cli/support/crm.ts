/** The sandbox CRM in a process of its own, and a colleague who works in it through its API: the truth that we compare with. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entry, type RunningCommand, startNode } from './satchel'

export type CrmRecord = { readonly id: string; readonly [field: string]: unknown }

export interface Crm {
  readonly url: string
  readonly connectionId: string
  readonly token: string
  /** All records of a type, read page by page. */
  all(object: string): Promise<CrmRecord[]>
  get(object: string, id: string): Promise<CrmRecord | null>
  /** What a colleague does in the CRM. */
  patch(object: string, id: string, fields: object): Promise<CrmRecord>
  create(object: string, fields: object): Promise<CrmRecord>
  remove(object: string, id: string): Promise<void>
  /** Stops the process; its data stays. */
  stop(): Promise<void>
  /** The same data at the same address. */
  startAgain(): Promise<void>
  /** Ends it and removes its data. */
  end(): Promise<void>
}

export async function startCrm(options: { readonly records: string; readonly seed?: number }): Promise<Crm> {
  const folder = mkdtempSync(join(tmpdir(), 'satchel-crm-'))
  let running: RunningCommand | null = null
  const launch = async (port: string): Promise<{ url: string; connection_id: string; token: string }> => {
    const args = ['--port', port, '--records', options.records, '--seed', String(options.seed ?? 1), '--store', join(folder, 'crm.db')]
    running = startNode([entry('sandbox'), ...args], { PATH: process.env['PATH'] ?? '' })
    return JSON.parse(await running.firstLine) as { url: string; connection_id: string; token: string }
  }
  const stop = async (): Promise<void> => {
    running?.child.kill('SIGTERM')
    await running?.ended
    running = null
  }
  const { url, connection_id: connectionId, token } = await launch('0')

  const ask = async (method: string, path: string, body?: object): Promise<Response> =>
    fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  const done = async (response: Response): Promise<CrmRecord> => {
    if (!response.ok) throw new Error(`the CRM answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as CrmRecord
  }
  const path = (object: string): string => (object === 'user' ? `/hris/${connectionId}/employee` : `/crm/${connectionId}/${object}`)

  return {
    url,
    connectionId,
    token,
    async all(object) {
      const records: CrmRecord[] = []
      for (;;) {
        const response = await ask('GET', `${path(object)}?limit=100&offset=${records.length}&sort=created_at&order=asc`)
        const page = (await done(response)) as unknown as CrmRecord[]
        records.push(...page)
        if (page.length === 0) return records
      }
    },
    async get(object, id) {
      const response = await ask('GET', `${path(object)}/${encodeURIComponent(id)}`)
      if (response.status === 404) return null
      return done(response)
    },
    patch: async (object, id, fields) => done(await ask('PATCH', `${path(object)}/${encodeURIComponent(id)}`, fields)),
    create: async (object, fields) => done(await ask('POST', path(object), fields)),
    async remove(object, id) {
      const response = await ask('DELETE', `${path(object)}/${encodeURIComponent(id)}`)
      if (!response.ok) throw new Error(`the CRM answered ${response.status}`)
    },
    stop,
    async startAgain() {
      await launch(new URL(url).port)
    },
    async end() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The same whatever the order; what compares whole collections. */
export function byId<Entry extends { readonly id: string }>(records: readonly Entry[]): Record<string, Entry> {
  return Object.fromEntries([...records].toSorted((one, other) => (one.id < other.id ? -1 : 1)).map((record) => [record.id, record]))
}
