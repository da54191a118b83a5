import { Writable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { showProgress } from '../../../src/main/cli/progress'
import type { Satchel } from '../../../src/shared/contract/client'
import type { EngineEvent } from '../../../src/shared/contract/events'
import { at, status } from './support/samples'

function stage(isTTY: boolean) {
  let shown = ''
  const listeners = new Set<(event: EngineEvent) => void>()
  const stderr = Object.assign(
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        shown += String(chunk)
        done()
      },
    }),
    { isTTY, columns: 80, cursorTo: () => true, clearLine: () => true, moveCursor: () => true, clearScreenDown: () => true },
  )
  const satchel = {
    subscribe(listener: (event: EngineEvent) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  } as unknown as Satchel
  return { stderr, satchel, shown: () => shown, listeners }
}

describe('progress', () => {
  // Bars are drawn some times a second, not for each event.
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('a first pull has a bar a type, and a hostile name does not reach the terminal', () => {
    const { stderr, satchel, shown, listeners } = stage(true)
    const progress = showProgress(satchel, stderr)
    const contact = {
      records: 40,
      quarantined: 0,
      checkpoint: null,
      pull: { kind: 'backfilling', stored: 40, total: 400, since: at, reached: at, leftMs: 150_000 },
      lastSyncAt: null,
      lastError: null,
      sweep: { at: null, missed: 0, doubted: false },
    } as const
    for (const connection of status({ name: 'A\u001B]0;owned\u0007cme', objects: { contact } }).connections) {
      for (const listener of listeners) listener({ kind: 'status.changed', status: connection })
    }
    vi.advanceTimersByTime(1000)
    progress.end()
    expect(shown()).toContain('Acme contact')
    expect(shown()).toContain('40 of 400, up to 2026-11-24, about 3 min left')
    expect(shown()).not.toContain('owned')
    expect(listeners.size).toBe(0)
  })

  test('without a terminal nothing is drawn and nothing is listened to', () => {
    const { stderr, satchel, shown, listeners } = stage(false)
    const progress = showProgress(satchel, stderr)
    expect(listeners.size).toBe(0)
    progress.end()
    expect(shown()).toBe('')
  })
})
