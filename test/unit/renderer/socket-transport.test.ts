/** The socket is a stand-in that the test opens, answers and breaks at will; the pauses are run by hand. */
import { describe, expect, test } from 'vitest'
import { openSocketTransport, type SocketLike } from '../../../src/renderer/data/socket-transport'

class StandIn extends EventTarget implements SocketLike {
  readonly sent: unknown[] = []
  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }
  close(): void {
    this.dispatchEvent(new Event('close'))
  }
  open(): void {
    this.dispatchEvent(new Event('open'))
    this.say({ ready: true })
  }
  say(message: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }))
  }
}

function setup() {
  const sockets: StandIn[] = []
  const pauses: { readonly run: () => void; readonly ms: number }[] = []
  const transport = openSocketTransport(
    () => {
      const socket = new StandIn()
      sockets.push(socket)
      return socket
    },
    'secret',
    (run, ms) => pauses.push({ run, ms }),
  )
  const last = () => sockets.at(-1) as StandIn // one was opened above
  return { transport, sockets, pauses, last }
}

describe('the contract over a WebSocket', () => {
  test('the token goes first, requests wait until the host is ready, answers find their question', async () => {
    const { transport, last } = setup()
    const one = transport.request('a', { x: 1 })
    const two = transport.request('b', {})
    expect(last().sent).toEqual([])
    last().open()
    expect(last().sent).toEqual([{ token: 'secret' }, { id: 1, operation: 'a', input: { x: 1 } }, { id: 2, operation: 'b', input: {} }])
    last().say({ id: 2, answer: { ok: true, value: 'two' } })
    last().say({ id: 1, answer: { ok: true, value: 'one' } })
    expect([await one, await two]).toEqual([
      { ok: true, value: 'one' },
      { ok: true, value: 'two' },
    ])
  })

  test('what was sent when the socket broke is answered as unreachable and never sent again', async () => {
    const { transport, last, pauses } = setup()
    last().open()
    const sent = transport.request('changes.push', {})
    last().close()
    expect(await sent).toMatchObject({ ok: false, error: { failure: { kind: 'unreachable' } } })
    pauses.at(-1)?.run()
    last().open()
    expect(last().sent).toEqual([{ token: 'secret' }])
  })

  test('what is asked while it is broken goes when it is back, and whoever shows something is told', async () => {
    const { transport, last, pauses } = setup()
    let told = 0
    transport.onReconnect(() => told++)
    last().open()
    expect(told).toBe(0)
    last().close()
    const later = transport.request('a', {})
    pauses.at(-1)?.run()
    last().open()
    last().say({ id: 1, answer: { ok: true, value: 1 } })
    expect([await later, told]).toEqual([{ ok: true, value: 1 }, 1])
  })

  test('the pauses grow to five seconds and begin anew after a good connection', () => {
    const { last, pauses } = setup()
    for (let times = 0; times < 7; times++) {
      last().close()
      pauses.at(-1)?.run()
    }
    expect(pauses.map(({ ms }) => ms)).toEqual([200, 400, 800, 1600, 3200, 5000, 5000])
    last().open()
    last().close()
    expect(pauses.at(-1)?.ms).toBe(200)
  })

  test('events reach every listener until it leaves', () => {
    const { transport, last } = setup()
    const heard: unknown[] = []
    const leave = transport.subscribe((event) => heard.push(event))
    last().open()
    last().say({ event: { kind: 'connections.changed' } })
    leave()
    last().say({ event: { kind: 'connections.changed' } })
    expect(heard).toEqual([{ kind: 'connections.changed' }])
  })
})
