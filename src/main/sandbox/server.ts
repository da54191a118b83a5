/** The sandbox on a socket: loopback only, a free port unless one is asked for. */
import { createAdaptorServer } from '@hono/node-server'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:http'
import { fail } from '../../shared/failure'
import type { Controls } from './controls'
import { createSandbox, type SandboxOptions } from './sandbox'

export interface StartSandboxOptions extends SandboxOptions {
  /** Null and 0: any free one. */
  readonly port?: number | null
}

export interface RunningSandbox {
  readonly url: string
  readonly connectionId: string
  readonly workspaceId: string
  readonly token: string
  readonly workspaceSecret: string
  readonly controls: Controls
  close(): Promise<void>
}

export async function startSandbox(options: StartSandboxOptions = {}): Promise<RunningSandbox> {
  const sandbox = createSandbox(options)
  // Ours are plain HTTP/1 sockets; the adaptor's type also allows for HTTP/2.
  const server = createAdaptorServer({
    fetch: (request, wire) => sandbox.fetch(request, wire as Parameters<typeof sandbox.fetch>[1]),
    // Its own `Response` forgets that an answer was sent already, and a library has no business in the process's globals.
    overrideGlobalObjects: false,
  }) as Server
  try {
    const port = await listen(server, options.port ?? 0)
    const { connectionId, workspaceId, token, workspaceSecret, controls } = sandbox
    return {
      url: `http://127.0.0.1:${port}`,
      connectionId,
      workspaceId,
      token,
      workspaceSecret,
      controls,
      async close() {
        await new Promise<void>((resolve) => {
          server.close(() => resolve())
          server.closeAllConnections()
        })
        sandbox.close()
      },
    }
  } catch (error) {
    sandbox.close()
    throw error
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') return reject(error)
      try {
        fail({ kind: 'bad-input', where: '--port', expected: 'a port that is free', got: String(port) }, { cause: error })
      } catch (failure) {
        reject(failure)
      }
    })
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
