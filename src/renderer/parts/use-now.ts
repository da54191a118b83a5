/** The time, as a value that renders again by itself. One timer for all who ask for the same beat. */
import { useSyncExternalStore } from 'react'

class Clock {
  private now = Date.now()
  private readonly listeners = new Set<() => void>()
  private timer: ReturnType<typeof setInterval> | null = null
  private readonly beatMs: number

  constructor(beatMs: number) {
    this.beatMs = beatMs
  }

  getNow = (): number => this.now

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    if (this.timer === null) {
      this.now = Date.now()
      this.timer = setInterval(this.tick, this.beatMs)
    }
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size > 0 || this.timer === null) return
      clearInterval(this.timer)
      this.timer = null
    }
  }

  private readonly tick = (): void => {
    this.now = Date.now()
    for (const listener of this.listeners) listener()
  }
}

const clocks = new Map<number, Clock>()

/** @param beatMs how often the value moves: 1000 for “12 s ago”, 60000 for a list of days */
export function useNow(beatMs = 60_000): number {
  const clock = clocks.get(beatMs) ?? new Clock(beatMs)
  clocks.set(beatMs, clock)
  return useSyncExternalStore(clock.subscribe, clock.getNow)
}
