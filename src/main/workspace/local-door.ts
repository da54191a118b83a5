/**
 * The local door: a socket that only the owner can reach, through which a second process (the command line beside the app)
 * talks to the engine that holds the workspace, in the same contract as everybody else.
 *
 * One JSON document a line: `{id, operation, input}` in, `{id, answer}` and `{event}` out. The socket's path stands in the
 * workspace's holder file.
 */
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Answer, Transport } from '../../shared/contract/client'
import type { EngineEvent } from '../../shared/contract/events'
import { isJsonObject, type Json } from '../../shared/model/json'
import type { WorkspaceFiles } from './folder'

/** Longer lines end the conversation: nothing in the contract needs more. */
const MAX_LINE = 64 * 1024 * 1024

const holderSchema = z.object({ holder: z.string(), door: z.string() })
const requestSchema = z.object({ id: z.number(), operation: z.string(), input: z.unknown() })

export interface LocalDoor {
  close(): Promise<void>
}

/** Opens the door and leaves its address, with a word about who we are, in the workspace. */
export async function openLocalDoor(files: WorkspaceFiles, holder: string, engine: Transport): Promise<LocalDoor> {
  const door = doorAddress(files.folder)
  if (process.platform !== 'win32') rmSync(door, { force: true })
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    serveOne(socket, engine)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(door, resolve)
  })
  if (process.platform !== 'win32') chmodSync(door, 0o600)
  writeFileSync(files.holder, JSON.stringify({ holder, door }), { mode: 0o600 })
  return {
    async close() {
      rmSync(files.holder, { force: true })
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Who holds the workspace, as they said themselves; a general word when they left none. */
export function readHolder(files: WorkspaceFiles): { readonly holder: string; readonly door: string | null } {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(files.holder, 'utf8')))
  } catch {
    // The holder is just starting or stopping: the lock is what counts, this is only how to address them.
    return { holder: 'another Satchel process', door: null }
  }
}

/** A transport to the engine that holds the workspace; null when its door does not open. */
export async function connectToHolder(files: WorkspaceFiles): Promise<(Transport & { close(): Promise<void> }) | null> {
  const { door } = readHolder(files)
  if (door === null) return null
  const socket = await new Promise<Socket | null>((resolve) => {
    const attempt = connect(door)
    attempt.once('connect', () => resolve(attempt))
    attempt.once('error', () => resolve(null))
  })
  return socket ? transportOver(socket) : null
}

function serveOne(socket: Socket, engine: Transport): void {
  const send = (message: unknown): void => {
    if (socket.writable) socket.write(`${JSON.stringify(message)}\n`)
  }
  const unsubscribe = engine.subscribe((event) => send({ event }))
  socket.once('close', unsubscribe)
  socket.on('error', () => socket.destroy())
  onLines(socket, (line) => {
    const request = requestSchema.safeParse(line)
    if (!request.success) {
      socket.destroy()
      return
    }
    const { id, operation, input } = request.data
    void engine.request(operation, input).then((answer) => send({ id, answer }))
  })
}

function transportOver(socket: Socket): Transport & { close(): Promise<void> } {
  const waiting = new Map<number, (answer: Answer) => void>()
  const listeners = new Set<(event: EngineEvent) => void>()
  let lastId = 0
  onLines(socket, (line) => {
    if (!isJsonObject(line)) return
    // The other end is our own program: what it sends was checked there.
    if ('event' in line) for (const listener of listeners) listener(line['event'] as unknown as EngineEvent)
    if (typeof line['id'] !== 'number') return
    waiting.get(line['id'])?.(line['answer'] as unknown as Answer)
    waiting.delete(line['id'])
  })
  const breakOff = (): void => {
    for (const answer of waiting.values()) answer({ ok: false, error: { bug: 'the app that holds the workspace was closed' } })
    waiting.clear()
  }
  socket.on('error', breakOff)
  socket.once('close', breakOff)
  return {
    request: (operation, input) =>
      new Promise((resolve) => {
        lastId += 1
        waiting.set(lastId, resolve)
        socket.write(`${JSON.stringify({ id: lastId, operation, input })}\n`)
      }),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () =>
      new Promise((resolve) => {
        if (socket.destroyed) {
          resolve()
          return
        }
        socket.once('close', () => resolve())
        socket.destroy()
      }),
  }
}

function onLines(socket: Socket, take: (line: Json) => void): void {
  let rest = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    rest += chunk
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end)
      rest = rest.slice(end + 1)
      try {
        take(JSON.parse(line) as Json)
      } catch {
        // Not of our contract: whoever sends that is not ours.
        socket.destroy()
      }
    }
    if (rest.length > MAX_LINE) socket.destroy()
  })
}

/** Sockets have short paths, workspaces may not: so it stands in the temporary folder, under a name made from the workspace's. */
function doorAddress(folder: string): string {
  const name = createHash('sha256').update(realpathSync(folder)).digest('hex').slice(0, 24)
  if (process.platform === 'win32') return `\\\\.\\pipe\\satchel-${name}`
  const home = join(tmpdir(), `satchel-${userInfo().uid}`)
  mkdirSync(home, { recursive: true, mode: 0o700 })
  chmodSync(home, 0o700)
  return join(home, `${name}.sock`)
}
