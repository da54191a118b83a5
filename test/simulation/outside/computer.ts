/**
 * The computer under the engine, as far as a simulation plays it: chance, timers, and a disk that may be full or may be where the
 * process dies. The stand-ins beside this file put it under the engine's imports when the simulation is bundled, so the product
 * has no hook for any of it.
 */

export interface Computer {
  random(): number
  /** Calls later, as `setTimeout`; answers what takes it back. */
  after(milliseconds: number, work: () => void): () => void
  /** A database was opened. */
  opened(db: OpenDatabase): void
  /** A statement that writes is about to run, or a file is about to be touched. Throws where the disk does not take it, or the process dies. */
  beforeWrite(): void
  beforeCommit(db: OpenDatabase): void
  /** `durable`: the commit waited for the disk. */
  afterCommit(db: OpenDatabase, durable: boolean): void
  beforeFile(): void
  /** Rows of these tables that were written, for those who promise to write none. */
  wrote(table: string): void
}

export interface OpenDatabase {
  readonly name: string
  readonly open: boolean
  readonly inTransaction: boolean
  exec(sql: string): unknown
  close(): unknown
}

/** What a dead process throws at whoever still calls it. Nobody hears it: its promises are nobody's any more. */
export class Death extends Error {
  override readonly name = 'Death'
}

let current: Computer | null = null

export function plugIn(computer: Computer | null): void {
  current = computer
}

export function computer(): Computer {
  if (current === null) throw new Error('no computer is plugged in')
  return current
}
