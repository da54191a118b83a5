/** Work that goes on over many turns of the engine: each can be stopped by its name, and all end before the engine closes. */
export interface Jobs {
  /** Runs it; the signal is aborted by `stop` and `stopAll`. One of a name at a time: an older one is stopped and waited for first. */
  run<Value>(name: string, work: (signal: AbortSignal) => Promise<Value>): Promise<Value>
  /** Resolves when it has ended, whether it ran or not. */
  stop(name: string): Promise<void>
  stopAll(): Promise<void>
}

export function createJobs(): Jobs {
  const running = new Map<string, { readonly controller: AbortController; readonly done: Promise<unknown> }>()
  const stop = async (name: string): Promise<void> => {
    const job = running.get(name)
    job?.controller.abort()
    await job?.done
  }
  return {
    async run(name, work) {
      while (running.has(name)) await stop(name)
      const controller = new AbortController()
      const working = work(controller.signal)
      // Who started it is told how it ended; here only that it did counts.
      const done = working.then(
        () => undefined,
        () => undefined,
      )
      running.set(name, { controller, done })
      try {
        return await working
      } finally {
        running.delete(name)
      }
    },
    stop,
    async stopAll() {
      await Promise.all([...running.keys()].map(stop))
    },
  }
}

/** Lets everything else that waits for the engine have its turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
