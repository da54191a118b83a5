/** A thread that dies or hangs is replaced, slower and slower; one that dies again and again is left alone, with the reason, for a minute. */
import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { keepRunning, type KeptThread, type Thread } from '../../src/main/kept-thread'
import type { Answer } from '../../src/shared/contract/client'
import type { Failure } from '../../src/shared/failure'

const worn = (lastWords: string): Failure => ({ kind: 'mirror-unusable', file: 'mirror.db', detail: lastWords, advice: 'Wait.' })

/** Threads that answer with their number, until they are made to die; a clock and pauses of our own. */
function stage(stallMs: number | null = null) {
  const state = { started: 0, clock: 0, pauses: [] as number[], failing: false, hanging: false }
  let current: { worker: EventEmitter & { terminate(): Promise<void> }; broken: ((answer: Answer) => void)[] } | null = null
  const start = async (): Promise<Thread> => {
    state.started += 1
    if (state.failing) throw new Error('no such file')
    const number = state.started
    const waiting: ((answer: Answer) => void)[] = []
    const worker = Object.assign(new EventEmitter(), {
      async terminate() {
        worker.emit('exit')
      },
    })
    current = { worker, broken: waiting }
    const ask = (): Promise<Answer> =>
      state.hanging ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve({ ok: true, value: number })
    return {
      worker,
      link: {
        ask,
        call: async () => number,
        breakOff: (reason) => {
          for (const answer of waiting.splice(0)) answer({ ok: false, error: { bug: reason } })
        },
      },
    }
  }
  const kept: KeptThread = keepRunning({
    start,
    worn,
    stallMs,
    clock: () => state.clock,
    pause: async (milliseconds) => void state.pauses.push(milliseconds),
  })
  const die = async (words: string): Promise<void> => {
    await kept.ask('anything', null)
    current?.worker.emit('error', new Error(words))
    current?.worker.emit('exit')
  }
  return { kept, state, die }
}

describe('a thread that dies', () => {
  test('is replaced after pauses that double, five times a minute; then whoever asks is told its last words', async () => {
    const { kept, state, die } = stage()
    await kept.opened()
    for (let death = 1; death <= 6; death += 1) await die(`death ${death}`)
    expect(await kept.ask('anything', null)).toEqual({ ok: false, error: { failure: worn('death 6') } })
    expect(state).toMatchObject({ started: 6, pauses: [100, 200, 400, 800, 1600] })
  })

  test('again and again is tried anew when a minute has passed', async () => {
    const { kept, state, die } = stage()
    for (let death = 1; death <= 6; death += 1) await die('no')
    state.clock = 59_999
    expect(await kept.ask('anything', null)).toMatchObject({ ok: false })
    state.clock = 60_000
    expect(await kept.ask('anything', null)).toEqual({ ok: true, value: 7 })
  })

  test('once a minute is replaced for ever', async () => {
    const { kept, state, die } = stage()
    for (let death = 1; death <= 20; death += 1) {
      state.clock += 61_000
      await die('now and then')
    }
    expect(await kept.ask('anything', null)).toEqual({ ok: true, value: 21 })
  })

  test('and whose replacements can’t start comes to the same end, with the reason', async () => {
    const { kept, state, die } = stage()
    await kept.opened()
    state.failing = true
    await die('gone')
    await expect.poll(() => kept.ask('anything', null)).toEqual({ ok: false, error: { failure: worn('no such file') } })
    expect(state.started).toBe(6)
  })
})

describe('a thread that', () => {
  test('does not come up the first time fails whoever opens it, and is not tried again', async () => {
    const state = { started: 0 }
    const kept = keepRunning({
      start: async () => {
        state.started += 1
        throw new Error('in use')
      },
      worn,
      stallMs: null,
    })
    await expect(kept.opened()).rejects.toThrow('in use')
    expect(state.started).toBe(1)
  })

  test('does not answer in time is replaced, and what waited for it is told', async () => {
    const { kept, state } = stage(10)
    await kept.opened()
    state.hanging = true
    expect(await kept.ask('anything', null)).toMatchObject({ ok: false, error: { bug: expect.stringContaining('did not answer') } })
    state.hanging = false
    expect(await kept.ask('anything', null)).toEqual({ ok: true, value: 2 })
  })

  test('can’t come up again after a restart on purpose is tried like one that died, and ends no process', async () => {
    const { kept, state } = stage()
    await kept.opened()
    state.failing = true
    await kept.restart(async () => undefined)
    await expect.poll(() => kept.ask('anything', null)).toEqual({ ok: false, error: { failure: worn('no such file') } })
  })

  test('is restarted on purpose has not died: nothing is counted against it', async () => {
    const { kept, state } = stage()
    await kept.opened()
    for (let round = 1; round <= 10; round += 1) await kept.restart(async () => undefined)
    expect(await kept.ask('anything', null)).toEqual({ ok: true, value: 11 })
    expect(state.pauses).toEqual([])
  })
})
