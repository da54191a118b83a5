/**
 * The handles to the mirror and what stands behind them: prepared statements, each made once, and for the writer what has
 * been touched since the last commit. The type of a handle is the permission: what takes a `ReadDb` can't write.
 */
import Database from 'better-sqlite3'
import { invariant } from '../../shared/assert'
import { fail } from '../../shared/failure'
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import type { ObjectType } from '../../shared/model/object-type'

export type SqlValue = string | number | null

/** A handle that can only read. */
export interface ReadDb {
  readonly file: string
  all<Row>(sql: string, ...values: readonly SqlValue[]): Row[]
  // eslint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what its statement selects
  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined
}

/** A handle that can write: there is one in the whole machine. */
export interface WriteDb extends ReadDb {
  run(sql: string, ...values: readonly SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number }
  exec(sql: string): void
}

/** What a writer keeps in memory: never truth, only what saves work or what has yet to be told. */
export interface WriterState {
  depth: number
  durability: 'person' | 'pulled'
  /** A person's work joined a transaction that does not wait for the disk; it is made durable right after. */
  owesSync: boolean
  /** Touched in the transaction under way; told only after it has committed. */
  pending: TouchedSets
  touched: TouchedSets
  listeners: (() => void)[]
  /** Records that a request confirmed unchanged, by row: they need no write, yet an older answer must not win over them. */
  confirmedSeq: Map<number, number>
  /** Ids of streams, so that a page does not look up the same one a hundred times. */
  streams: Map<string, number>
  /** Changes written since they were last copied out, by id. */
  readonly uncopied: Set<number>
  /** What watches over the file; null where nobody does (a test, a tool). */
  guard: Guard | null
  /** Something finished that makes the search index worth bringing up to date. */
  searchDue: boolean
  /** Rows may wait for it: false only where a look has found none since the last one was queued. */
  searchWaits: boolean
}

/** Asked around each write and told of each trouble. The engine's own stands in `storage-guard.ts`. */
export interface Guard {
  /** Throws the failure where this must not be written: a file that moved, a full disk, a volume that takes nothing. */
  beforeWrite(durability: 'person' | 'pulled'): void
  /** After a person's commit, before it is acknowledged. */
  afterSave(): void
  /** The disk is full. True when room was made and the same may be tried once more. */
  makeRoom(durability: 'person' | 'pulled'): boolean
  /** The connection was made anew. */
  reconnected(): void
  /** The file could not be read, twice. No verdict: somebody with a fresh view has to look. */
  suspect(detail: string): void
}

export interface TouchedSets {
  records: Map<string, { readonly connection: ConnectionId; readonly object: ObjectType; readonly ids: Set<RecordId> }>
  outboxes: Set<ConnectionId>
}

export class Handle implements WriteDb {
  readonly file: string
  /** The connection; another one after `reconnect`. */
  raw: Database.Database
  readonly #statements = new Map<string, Database.Statement<Bound[]>>()
  readonly state: WriterState = {
    depth: 0,
    durability: 'pulled',
    owesSync: false,
    pending: emptySets(),
    touched: emptySets(),
    listeners: [],
    confirmedSeq: new Map(),
    streams: new Map(),
    uncopied: new Set(),
    guard: null,
    // What a process that ended left behind is indexed with the first commit of the next.
    searchDue: true,
    searchWaits: true,
  }

  constructor(file: string, raw: Database.Database) {
    this.file = file
    this.raw = raw
  }

  all<Row>(sql: string, ...values: readonly SqlValue[]): Row[] {
    return this.#readTwice(() => this.#prepared(sql).all(...bound(sql, values)) as Row[])
  }

  // eslint-disable-next-line typescript/no-unnecessary-type-parameters -- as in the interface
  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | undefined {
    return this.#readTwice(() => this.#prepared(sql).get(...bound(sql, values)) as Row | undefined)
  }

  run(sql: string, ...values: readonly SqlValue[]): { readonly changes: number; readonly lastInsertRowid: number } {
    const { changes, lastInsertRowid } = this.#prepared(sql).run(...bound(sql, values))
    return { changes, lastInsertRowid: Number(lastInsertRowid) }
  }

  exec(sql: string): void {
    this.raw.exec(sql)
  }

  /** Goes on with a new connection to the same file: what the old one remembers of it can't be trusted. */
  reconnect(connect: () => Database.Database): void {
    this.#statements.clear()
    this.raw.close()
    this.raw = connect()
  }

  /** One page that could not be read is reported as a damaged file, and the next try succeeds; so the first error counts for nothing. */
  #readTwice<Result>(read: () => Result): Result {
    const within = this.raw.inTransaction
    try {
      return read()
    } catch (error) {
      if (!isReadTrouble(error) || this.raw.inTransaction !== within) throw error
      try {
        return read()
      } catch (again) {
        if (!isReadTrouble(again)) throw again
        this.state.guard?.suspect(again.message)
        return fail({ kind: 'storage', file: this.file, detail: again.message }, { cause: again })
      }
    }
  }

  /** Queries made of parts (filters) are many; they are not worth more memory than this. */
  #prepared(sql: string): Database.Statement<Bound[]> {
    const known = this.#statements.get(sql)
    if (known) return known
    if (this.#statements.size >= 300) this.#statements.clear()
    const statement = this.raw.prepare<Bound[]>(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

type Bound = SqlValue | Readonly<Record<string, SqlValue>>

/** The binding takes `?` in order, and `?1` by name. */
function bound(sql: string, values: readonly SqlValue[]): readonly Bound[] {
  if (!sql.includes('?1')) return values
  return [Object.fromEntries(values.map((value, index) => [String(index + 1), value]))]
}

export function emptySets(): TouchedSets {
  return { records: new Map(), outboxes: new Set() }
}

/** A reader tells of a file that could not be read twice in a row. */
export function watchReads(db: ReadDb, suspect: (detail: string) => void): void {
  const nothing = (): void => undefined
  handleOf(db).state.guard = { beforeWrite: nothing, afterSave: nothing, makeRoom: () => false, reconnected: nothing, suspect }
}

/** What SQLite says of a page that it could not read or could not believe. */
export function isReadTrouble(error: unknown): error is InstanceType<typeof Database.SqliteError> {
  return error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(error.code)
}

/** The one implementation behind the interfaces; a handle made elsewhere is a bug. */
export function handleOf(db: ReadDb): Handle {
  invariant(db instanceof Handle, 'a mirror handle comes from openMirror')
  return db
}
