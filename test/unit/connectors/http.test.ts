/** The network as it really breaks: whether a request may have arrived is what everything after it depends on. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createHttp } from '../../../src/main/connectors/http'
import { type HttpRequest, NetworkError } from '../../../src/main/world'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const http = createHttp({ connectTimeoutMs: 1000 })
const get = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: { authorization: 'Bearer t' },
  body: null,
  timeoutMs: 5000,
  signal: null,
  ...more,
})

describe('createHttp', () => {
  test('an error status is an answer like any other', async () => {
    const url = await serve((_request, response) => response.writeHead(422, { 'X-Odd': 'yes' }).end('words'))
    expect(await http(get(url))).toMatchObject({ status: 422, headers: { 'x-odd': 'yes' }, body: 'words' })
  })

  test('a body is sent as it is', async () => {
    const url = await serve((request, response) => void request.pipe(response.writeHead(200)))
    expect((await http(get(url, { method: 'PUT', body: '{"name":"Zoë"}' }))).body).toBe('{"name":"Zoë"}')
  })

  test('a refused connection was certainly not sent', async () => {
    const url = await serve(() => undefined)
    servers.splice(0).forEach((server) => server.close())
    await expect(http(get(url))).rejects.toMatchObject({ name: 'NetworkError', sent: false })
  })

  test('a host that nobody knows was certainly not sent', async () => {
    await expect(http(get('http://nobody.invalid/'))).rejects.toMatchObject({ name: 'NetworkError', sent: false })
  })

  test('a connection that breaks off after the request may have done its work', async () => {
    const url = await serve((request) => request.socket.destroy())
    await expect(http(get(url, { method: 'POST', body: '{}' }))).rejects.toMatchObject({ name: 'NetworkError', sent: true })
  })

  test('an answer that breaks off in the middle is no answer', async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setImmediate(() => request.socket.destroy())
    })
    await expect(http(get(url))).rejects.toBeInstanceOf(NetworkError)
  })

  test('no answer in time is told as such', async () => {
    const url = await serve(() => undefined)
    await expect(http(get(url, { timeoutMs: 50 }))).rejects.toMatchObject({
      name: 'NetworkError',
      sent: true,
      message: expect.stringContaining('no answer within'),
    })
  })

  test('whoever gives up gets their own reason back', async () => {
    const url = await serve(() => undefined)
    const giveUp = new AbortController()
    const asked = http(get(url, { signal: giveUp.signal }))
    giveUp.abort(new Error('closing'))
    await expect(asked).rejects.toThrow('closing')
  })

  test('a read follows a redirect on its own host and no other, and a write follows none', async () => {
    const seen: (string | undefined)[] = []
    const elsewhere = await serve((request, response) => {
      seen.push(request.headers.authorization)
      response.end('elsewhere')
    })
    const url = await serve((request, response) => {
      if (request.url === '/near') return response.writeHead(307, { location: '/here' }).end()
      if (request.url === '/far') return response.writeHead(307, { location: elsewhere }).end()
      return response.end('here')
    })
    expect([
      (await http(get(`${url}/near`))).body,
      (await http(get(`${url}/far`))).status,
      (await http(get(`${url}/near`, { method: 'PUT', body: '{}' }))).status,
    ]).toEqual(['here', 307, 307])
    expect(seen).toEqual([])
  })
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
