/**
 * `better-sqlite3` in a simulation: the real one, with a look over its shoulder at every write and commit, where the disk may be full
 * and the process may die.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type DatabaseModule from 'better-sqlite3'
import { computer } from './computer'

const Real = createRequire(join(process.cwd(), 'package.json'))('better-sqlite3') as typeof DatabaseModule

const writing = /^\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+(\w+)/i

class SimulatedDatabase extends Real {
  #durable = false

  constructor(file: string, options?: DatabaseModule.Options) {
    super(file, options)
    computer().opened(this)
  }

  override exec(sql: string): this {
    if (sql !== 'COMMIT') return super.exec(sql)
    computer().beforeCommit(this)
    super.exec(sql)
    computer().afterCommit(this, this.#durable)
    return this
  }

  override pragma(source: string, options?: DatabaseModule.PragmaOptions): unknown {
    const level = /^synchronous = (\w+)$/.exec(source)?.[1]
    if (level !== undefined) this.#durable = level === 'FULL'
    return super.pragma(source, options)
  }

  override prepare(sql: string): never {
    const statement = super.prepare(sql)
    const table = writing.exec(sql)?.[1]
    if (table !== undefined) {
      const run = statement.run.bind(statement)
      statement.run = (...values: unknown[]) => {
        computer().beforeWrite()
        const result = run(...values)
        if (result.changes > 0) computer().wrote(table)
        return result
      }
    }
    return statement as never
  }
}

/** As the disk says it. */
export function diskFull(): Error {
  return new Real.SqliteError('database or disk is full', 'SQLITE_FULL')
}

// eslint-disable-next-line import/no-default-export -- as the package it stands for
export default Object.assign(SimulatedDatabase, { SqliteError: Real.SqliteError })
