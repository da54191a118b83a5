/**
 * The engine as a door opens it, with its threads, against a sandbox in another process: edits while a backfill runs, polls,
 * a push, a pull of what colleagues changed. Each next to the bare requests, or to the disk, of the same minute.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { createServer, request as send } from 'node:http'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { openEngine } from '../../../src/main/engine'
import { checkMirrorInProcess } from '../../../src/main/workspace/mirror-check-process'
import { openSecretFile } from '../../../src/main/workspace/secret-file'
import { openSettingsFile } from '../../../src/main/workspace/settings-file'
import { createClient } from '../../../src/shared/contract/client'
import { timed, type Timings, timingsOf } from './timings'

export interface LiveInput {
  readonly url: string
  readonly connectionId: string
  readonly token: string
  readonly folder: string
  /** Edits during the backfill; so many are pushed afterwards, and changed by colleagues. */
  readonly edits: number
}

export interface LiveFigures {
  readonly edit: Timings
  readonly fsync: Timings
  /** Edits that were acknowledged before the backfill had ended. */
  readonly editsDuring: number
  readonly requestsAPoll: number
  readonly commitsAPoll: number
  readonly pushMsAChange: number
  readonly barePushMsAChange: number
  readonly pullMsAChange: number
  readonly barePullMsAChange: number
}

export async function measureLive({ url, connectionId, token, folder, edits }: LiveInput): Promise<LiveFigures> {
  const counting = await countRequests(url)
  const workspace = join(folder, 'live')
  const settings = openSettingsFile(workspace)
  const startSandbox = async (): Promise<never> => {
    throw new Error('the sandbox runs already')
  }
  const engine = await openEngine({
    workspace,
    settings,
    secrets: openSecretFile(workspace),
    startSandbox,
    checkMirror: checkMirrorInProcess,
    background: false,
    holder: 'the bench',
  })
  const satchel = createClient(engine)
  try {
    const connection = (
      await satchel.request('connections.connect', { connector: 'unified', url: counting.url, connectionId, token: { value: token } })
    ).id
    const walking = { done: false }
    const walk = satchel.request('sync.run', { connection }).finally(() => {
      walking.done = true
    })
    const disk = openSync(join(folder, 'fsync.probe'), 'w')
    const block = Buffer.alloc(4096, 1)
    const editTimes: number[] = []
    const fsyncTimes: number[] = []
    let editsDuring = 0
    const ids = await firstContacts(satchel, connection, edits)
    for (const [index, id] of ids.entries()) {
      const began = performance.now()
      await satchel.request('records.edit', { connection, object: 'contact', id, set: [{ path: 'title', value: `Title ${index}` }] })
      editTimes.push(performance.now() - began)
      if (!walking.done) editsDuring += 1
      fsyncTimes.push(
        timed(() => {
          writeSync(disk, block)
          fsyncSync(disk)
        }),
      )
      await pause(5)
    }
    closeSync(disk)
    await walk

    const poll = await measurePoll(join(workspace, 'mirror.db'), counting, () => satchel.request('sync.run', { connection }))
    const pushBegan = performance.now()
    const pushed = await satchel.request('changes.push', { connection })
    const pushMs = performance.now() - pushBegan
    if (pushed.pushed !== ids.length) throw new Error(`pushed ${pushed.pushed} of ${ids.length}: its time means nothing`)

    const bare = bareRequests({ url, connectionId, token })
    const remote = await bare.list(ids.length)
    const barePushMs = await bare.editAll(remote)
    const since = new Date(Date.now() - 300_000).toISOString()
    const barePullMs = await bare.listSince(since)
    const pullBegan = performance.now()
    const report = await satchel.request('sync.run', { connection, objects: ['contact'] })
    const pullMs = performance.now() - pullBegan
    const changed = report.connections[0]?.objects.contact?.updated ?? 0
    if (changed < remote.length) throw new Error(`pulled ${changed} of ${remote.length} changes: its time means nothing`)
    return {
      edit: timingsOf(editTimes),
      fsync: timingsOf(fsyncTimes),
      editsDuring,
      requestsAPoll: poll.requests,
      commitsAPoll: poll.commits,
      pushMsAChange: pushMs / ids.length,
      barePushMsAChange: barePushMs / remote.length,
      pullMsAChange: pullMs / changed,
      barePullMsAChange: barePullMs / remote.length,
    }
  } finally {
    await engine.close()
    await counting.close()
  }
}

/** As soon as so many are there. */
async function firstContacts(
  satchel: ReturnType<typeof createClient>,
  connection: Parameters<typeof listContacts>[1],
  wanted: number,
): Promise<readonly string[]> {
  for (;;) {
    const rows = await listContacts(satchel, connection, wanted)
    if (rows.length >= wanted) return rows.map(({ id }) => id)
    await pause(20)
  }
}

async function listContacts(satchel: ReturnType<typeof createClient>, connection: string, limit: number) {
  const page = await satchel.request('records.list', { connection, object: 'contact', limit })
  return page.rows
}

interface Counting {
  readonly url: string
  count(): number
  close(): Promise<void>
}

/** Between the engine and the sandbox: hands everything on, and counts. */
async function countRequests(target: string): Promise<Counting> {
  let count = 0
  const { hostname, port } = new URL(target)
  const server = createServer((incoming, outgoing) => {
    count += 1
    const onward = send({ hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.once('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    count: () => count,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The worst of three polls that find nothing. The first one ever may still write down where the next begins. */
async function measurePoll(mirror: string, counting: Counting, poll: () => Promise<unknown>): Promise<{ requests: number; commits: number }> {
  await poll()
  const watch = new Database(mirror, { readonly: true })
  const version = (): number => Number(watch.pragma('data_version', { simple: true }))
  const worst = { requests: 0, commits: 0 }
  for (let round = 0; round < 3; round += 1) {
    const [requests, commits] = [counting.count(), version()]
    await poll()
    worst.requests = Math.max(worst.requests, counting.count() - requests)
    worst.commits = Math.max(worst.commits, version() === commits ? 0 : 1)
  }
  watch.close()
  return worst
}

interface BareRecord {
  readonly id: string
}

/** What the same work takes without an engine: one request after the other. */
function bareRequests({ url, connectionId, token }: Pick<LiveInput, 'url' | 'connectionId' | 'token'>) {
  const contacts = `${url}/crm/${connectionId}/contact`
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const get = async <Body>(address: string): Promise<Body> => {
    const response = await fetch(address, { headers })
    if (!response.ok) throw new Error(`${address}: ${response.status}`)
    return (await response.json()) as Body
  }
  const pages = async (query: string, wanted: number): Promise<BareRecord[]> => {
    const found: BareRecord[] = []
    for (let offset = 0; found.length < wanted; offset += 100) {
      const page = await get<BareRecord[]>(`${contacts}?limit=100&offset=${offset}&${query}`)
      found.push(...page)
      if (page.length < 100) break
    }
    return found
  }
  return {
    list: async (wanted: number) => (await pages('sort=created_at&order=asc', wanted)).slice(0, wanted),
    /** A colleague's edits: read, change, replace. */
    async editAll(records: readonly BareRecord[]): Promise<number> {
      const began = performance.now()
      for (const { id } of records) {
        const record = await get<Record<string, unknown>>(`${contacts}/${id}`)
        const body = JSON.stringify({ ...record, title: 'Bare' })
        const response = await fetch(`${contacts}/${id}`, { method: 'PUT', headers, body })
        if (!response.ok) throw new Error(`${id}: ${response.status} ${await response.text()}`)
        await response.arrayBuffer()
      }
      return performance.now() - began
    },
    async listSince(since: string): Promise<number> {
      const began = performance.now()
      await pages(`sort=created_at&order=asc&updated_gte=${encodeURIComponent(since)}`, Number.POSITIVE_INFINITY)
      return performance.now() - began
    },
  }
}
