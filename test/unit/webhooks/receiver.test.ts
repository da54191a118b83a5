/** The receiver over a real socket: what reaches whoever judges deliveries, and what is turned away before. */
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createReceiver, type Receiver } from '../../../src/main/webhooks/receiver'

let receiver: Receiver | null = null
let taken: string[] = []
afterEach(async () => {
  await receiver?.close()
  receiver = null
  taken = []
})

async function listening(take: (body: string) => Promise<number> = async () => 200): Promise<number> {
  receiver = createReceiver({
    address: () => 'https://relay.example/h/1',
    changed: () => undefined,
    take: async (body) => {
      taken.push(body)
      return take(body)
    },
  })
  const state = await receiver.open(0)
  if (state.kind !== 'listening') throw new Error(state.kind)
  return state.port
}

const json = { 'content-type': 'application/json' }
function send(port: number, body: string | Buffer, headers: Record<string, string> = json, method = 'POST'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request({ host: '127.0.0.1', port, path: '/h/1', method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    // A body that is too long is cut off while it is sent.
    sending.once('error', reject)
    sending.end(body)
  })
}

describe('the receiver', () => {
  test('hands the bytes on as they came, and answers what it is told', async () => {
    const port = await listening(async (body) => (body.includes('bad') ? 401 : 200))
    const body = '\uFEFF{"name":"Zo\\u00eb Zoë"}'
    expect(await send(port, body)).toBe(200)
    expect(await send(port, '"bad"')).toBe(401)
    expect(taken).toEqual([body, '"bad"'])
    expect(receiver?.refused()).toBe(1)
  })

  test('is reached by loopback names and by the address that was set up, by no other name', async () => {
    const port = await listening()
    const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, 'relay.example', 'evil.test', `127.0.0.1.evil:${port}`, `2130706433:${port}`]
    expect(await Promise.all(hosts.map((host) => send(port, '{}', { ...json, host })))).toEqual([200, 200, 200, 403, 403, 403])
  })

  test('turns browsers, other methods, other kinds of body and endless ones away unread', async () => {
    const port = await listening()
    expect(await send(port, '{}', { ...json, origin: 'https://evil.test' })).toBe(403)
    expect(await send(port, '{}', { ...json, 'sec-fetch-site': 'cross-site' })).toBe(403)
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']) expect(await send(port, '', json, method)).toBe(405)
    expect(await send(port, 'a=1', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(415)
    expect(await send(port, Buffer.from([0x22, 0xff, 0x22]))).toBe(400)
    expect(await send(port, 'x', { ...json, 'content-length': String(2 * 1024 * 1024) })).toBe(413)
    expect(taken).toEqual([])
  })

  test('what could not be written down is answered so that it comes again', async () => {
    const port = await listening(async () => Promise.reject(new Error('the disk is full')))
    expect(await send(port, '{}')).toBe(500)
  })

  test('a port that is taken is said, and nothing listens after the end', async () => {
    const port = await listening()
    const second = createReceiver({ address: () => '', changed: () => undefined, take: async () => 200 })
    expect(await second.open(port)).toEqual({ kind: 'failed', port, detail: 'another program uses that port' })
    await second.close()
    await receiver?.close()
    await expect(
      new Promise((resolve, reject) =>
        connect(port, '127.0.0.1', () => resolve('open')).once('error', (error: NodeJS.ErrnoException) => reject(new Error(error.code))),
      ),
    ).rejects.toThrow('ECONNREFUSED')
  })
})
