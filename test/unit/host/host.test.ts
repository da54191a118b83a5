/**
 * No web page and no other program on this machine drives the app through the browser host. Each case is sent over a raw socket,
 * as bytes, so that no client mends it on the way; "refused without effect" means that the engine was never asked.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Host, startHost } from '../../../src/main/host/host'
import type { EngineEvent } from '../../../src/shared/contract/events'

let folder: string
let host: Host
let port: number
let asked: string[]
let listeners: Set<(event: EngineEvent) => void>

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'satchel-host-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">')
  writeFileSync(join(folder, 'assets/page.js'), 'export {}')
  writeFileSync(join(folder, 'secret.txt'), 'not on the list')
  writeFileSync(join(folder, 'page-files.json'), JSON.stringify(['index.html', 'assets/page.js']))
  asked = []
  listeners = new Set()
  host = await startHost({
    engine: {
      request: async (operation, input) => {
        asked.push(operation)
        return { ok: true, value: input }
      },
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    port: null,
    assets: folder,
    launch: 'printed',
    log: () => undefined,
  })
  port = Number(new URL(host.url).port)
})

afterEach(async () => {
  await host.close()
  rmSync(folder, { recursive: true })
})

/** Sends bytes; answers status, headers and body as they came. */
function raw(head: string, body = ''): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`${head.trim().replaceAll(/\r?\n\s*/g, '\r\n')}\r\nConnection: close\r\n\r\n${body}`),
    )
    let text = ''
    socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
    socket.once('error', reject)
    socket.once('close', () => resolve({ status: Number(text.split(' ')[1]), text }))
  })
}

const post = (headers: string, body: string) =>
  raw(`POST /session HTTP/1.1\nHost: 127.0.0.1:${port}\n${headers}\nContent-Length: ${Buffer.byteLength(body)}`, body)
const key = (url = host.url) => new URL(url).hash.slice('#key='.length)
const json = 'Content-Type: application/json'

async function signIn(): Promise<string> {
  const { text } = await post(json, JSON.stringify({ key: key() }))
  return (JSON.parse(text.split('\r\n\r\n')[1] ?? '') as { token: string }).token
}

/** Opens the contract socket and says hello; answers its first message, or the code it was closed with. */
function hello(greeting: string, origin = `http://127.0.0.1:${port}`): Promise<{ socket: WebSocket; answer: unknown }> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/contract`, { origin })
    socket.once('open', () => socket.send(greeting))
    socket.once('message', (data: Buffer) => resolve({ socket, answer: JSON.parse(data.toString()) }))
    socket.once('close', (code) => resolve({ socket, answer: code }))
    socket.once('unexpected-response', (_request, response) => resolve({ socket, answer: response.statusCode }))
    socket.on('error', () => undefined)
  })
}

describe('the guard', () => {
  test.each([
    ['a foreign Host', 'GET / HTTP/1.1\nHost: evil.test'],
    ['a rebound name with our port', 'GET / HTTP/1.1\nHost: evil.test:PORT'],
    ['a Host that only begins like ours', 'GET / HTTP/1.1\nHost: 127.0.0.1.evil.test:PORT'],
    ['a decimal address', 'GET / HTTP/1.1\nHost: 2130706433:PORT'],
    ['our address without the port', 'GET / HTTP/1.1\nHost: 127.0.0.1'],
    ['an empty Host', 'GET / HTTP/1.1\nHost:'],
    ['two Hosts', 'GET / HTTP/1.1\nHost: 127.0.0.1:PORT\nHost: evil.test'],
    ['a foreign Origin', 'GET / HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: http://evil.test'],
    ['a null Origin', 'GET / HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: null'],
    ['the Origin of another port', 'GET / HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: http://127.0.0.1:1'],
    ['another site by its Sec-Fetch-Site', 'GET / HTTP/1.1\nHost: 127.0.0.1:PORT\nSec-Fetch-Site: cross-site'],
    ['another port by its Sec-Fetch-Site', 'GET / HTTP/1.1\nHost: 127.0.0.1:PORT\nSec-Fetch-Site: same-site'],
    ['a script that was asked for from nowhere', 'GET /assets/page.js HTTP/1.1\nHost: 127.0.0.1:PORT\nSec-Fetch-Site: none'],
    ['a preflight', 'OPTIONS /session HTTP/1.1\nHost: 127.0.0.1:PORT\nOrigin: http://evil.test\nAccess-Control-Request-Method: POST'],
    ['PUT', 'PUT /session HTTP/1.1\nHost: 127.0.0.1:PORT\nContent-Length: 0'],
    ['DELETE', 'DELETE /session HTTP/1.1\nHost: 127.0.0.1:PORT'],
    ['TRACE', 'TRACE / HTTP/1.1\nHost: 127.0.0.1:PORT'],
    ['an absolute address', 'GET http://evil.test/ HTTP/1.1\nHost: 127.0.0.1:PORT'],
    ['a length and chunks at once', 'POST /session HTTP/1.1\nHost: 127.0.0.1:PORT\nContent-Length: 3\nTransfer-Encoding: chunked'],
  ])('refuses %s', async (_name, head) => {
    const { status, text } = await raw(head.replaceAll('PORT', String(port)))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(text.toLowerCase()).not.toContain('access-control-allow')
    expect(text).not.toContain('csp-nonce')
    expect(asked).toEqual([])
  })

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/secret.txt',
    '/assets/../secret.txt',
    '/assets%2fpage.js',
    '/assets/',
    '//index.html',
    '/page-files.json',
    '/index.html?x',
    '/..%5csecret.txt',
    '/index.html%00',
  ])('has no file at %s', async (path) => {
    expect((await raw(`GET ${path} HTTP/1.1\nHost: 127.0.0.1:${port}`)).status).toBe(404)
  })

  test('serves the page, with a nonce of its own for each load, in the policy and in the page', async () => {
    const loads = await Promise.all([0, 1].map(() => raw(`GET / HTTP/1.1\nHost: 127.0.0.1:${port}\nSec-Fetch-Site: none`)))
    const nonces = loads.map(({ text }) => [/'nonce-([\w-]+)'/.exec(text)?.[1], /content="([\w-]+)"/.exec(text)?.[1]])
    expect(nonces[0]?.[0]).toBe(nonces[0]?.[1])
    expect(nonces[0]?.[0]).toMatch(/^[\w-]{22}$/)
    expect(nonces[0]).not.toEqual(nonces[1])
  })

  test('puts its protective headers on errors as well', async () => {
    const { text } = await raw(`GET /nothing HTTP/1.1\nHost: 127.0.0.1:${port}`)
    for (const header of [
      'content-security-policy',
      'x-content-type-options: nosniff',
      'cross-origin-resource-policy: same-origin',
      'referrer-policy: no-referrer',
      'cache-control: no-store',
    ]) {
      expect(text.toLowerCase()).toContain(header)
    }
  })
})

describe('a session', () => {
  test('is given once for the secret of the launch address, and not again', async () => {
    const secret = JSON.stringify({ key: key() })
    expect((await post(json, secret)).status).toBe(200)
    expect((await post(json, secret)).status).toBe(403)
  })

  test('a new launch address ends the one before it', async () => {
    const next = host.newLaunchAddress()
    expect((await post(json, JSON.stringify({ key: key() }))).status).toBe(403)
    expect((await post(json, JSON.stringify({ key: key(next) }))).status).toBe(200)
  })

  test.each([
    ['no secret', json, '{}', 403],
    ['a wrong one', json, '{"key":"wrong"}', 403],
    ['no JSON', json, 'key', 403],
    ['a form', 'Content-Type: application/x-www-form-urlencoded', 'key=x', 415],
    ['plain text, as a page may send unasked', 'Content-Type: text/plain', '{"key":"x"}', 415],
    ['two megabytes', json, 'x'.repeat(2 << 20), 413],
  ])('is refused for %s', async (_name, headers, body, status) => {
    // A long body may be cut off by the refusal: then there is no answer to read, which is a refusal too.
    const answered = await post(headers, body).catch(() => ({ status: 413 }))
    expect(answered.status).toBe(status)
  })
})

describe('the contract', () => {
  test('answers whoever has a token, and tells what happens', async () => {
    const { socket, answer } = await hello(JSON.stringify({ token: await signIn() }))
    expect(answer).toEqual({ ready: true })
    const messages: unknown[] = []
    const two = new Promise<void>((resolve) => socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString())) === 2 && resolve()))
    socket.send(JSON.stringify({ id: 1, operation: 'settings.get', input: {} }))
    for (const listener of listeners) listener({ kind: 'connections.changed' })
    await two
    expect(messages).toEqual(expect.arrayContaining([{ id: 1, answer: { ok: true, value: {} } }, { event: { kind: 'connections.changed' } }]))
    socket.terminate()
  })

  test.each([
    ['a wrong token', '{"token":"wrong"}'],
    ['a request before the token', '{"id":1,"operation":"settings.get","input":{}}'],
    ['no JSON', 'hello'],
  ])('is closed to %s', async (_name, greeting) => {
    expect((await hello(greeting)).answer).toBe(1008)
    expect(asked).toEqual([])
    expect(listeners.size).toBe(0)
  })

  test('is closed to another origin, even with a token', async () => {
    const token = await signIn()
    expect((await hello(JSON.stringify({ token }), 'http://evil.test')).answer).toBe(403)
    expect((await hello(JSON.stringify({ token }), `http://127.0.0.1:${port + 1}`)).answer).toBe(403)
  })

  test('is closed to a socket without an Origin, which is no page', async () => {
    const handshake = `GET /contract HTTP/1.1\nHost: 127.0.0.1:${port}\nUpgrade: websocket\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13`
    expect((await raw(handshake.replace('Upgrade', 'X-Nothing: 1\nUpgrade'))).text).not.toContain('101')
  })

  test('ends with the host: nothing keeps listening', async () => {
    await host.close()
    await expect(raw(`GET / HTTP/1.1\nHost: 127.0.0.1:${port}`)).rejects.toThrow('ECONNREFUSED')
    host = { ...host, close: async () => undefined }
  })
})
