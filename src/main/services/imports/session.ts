/** One import under way: its file, the table made of it, what a person corrected, and what would become of each row. */
import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ConnectionId } from '../../../shared/model/ids'
import type { ImportSettings, RowCounts, RowKind } from '../../../shared/model/import'
import { noRows, rowKinds } from '../../../shared/model/import'
import type { CsvRow } from '../../import/records'
import type { Planner, RowChoice } from '../../import/plan-row'
import type { Table, TableFiles } from '../../import/table-file'

export interface Session {
  readonly id: string
  readonly connection: ConnectionId
  readonly name: string
  readonly files: TableFiles
  bytes: number
  table: Table | null
  plan: PlannedTable | null
  readonly corrections: Map<number, Correction>
}

/** What a person changed in one row. */
export interface Correction {
  readonly cells: ReadonlyMap<number, string>
  readonly choice: RowChoice
}

export const noCorrection: Correction = { cells: new Map(), choice: {} }

/** The outcome of every row in a byte each, and the order in which they are shown: what needs somebody first. */
export class PlannedTable {
  readonly settings: ImportSettings
  readonly planner: Planner
  readonly #kinds: Uint8Array
  #order: Uint32Array | null = null
  #starts: readonly number[] = []

  constructor(settings: ImportSettings, planner: Planner, rows: number) {
    this.settings = settings
    this.planner = planner
    this.#kinds = new Uint8Array(rows)
  }

  set(row: number, kind: RowKind): void {
    this.#kinds[row] = rowKinds.indexOf(kind)
  }

  counts(): RowCounts {
    const counts = { ...noRows }
    for (const kind of this.#kinds) counts[rowKinds[kind] ?? 'error'] += 1
    return counts
  }

  /** Row numbers; in an order that stays while cells are corrected, so that nothing moves under the hand. */
  page(kind: RowKind | null, offset: number, limit: number): { readonly rows: readonly number[]; readonly total: number } {
    const order = this.#sorted()
    const at = kind === null ? null : rowKinds.indexOf(kind)
    const from = at === null ? 0 : (this.#starts[at] ?? 0)
    const to = at === null ? order.length : (this.#starts[at + 1] ?? order.length)
    return { rows: [...order.subarray(Math.min(to, from + offset), Math.min(to, from + offset + limit))], total: to - from }
  }

  #sorted(): Uint32Array {
    if (this.#order) return this.#order
    const order = new Uint32Array(this.#kinds.length)
    const counts = rowKinds.map(() => 0)
    for (const kind of this.#kinds) counts[kind] = (counts[kind] ?? 0) + 1
    const starts: number[] = []
    for (const [index] of rowKinds.entries()) starts.push((starts[index - 1] ?? 0) + (index === 0 ? 0 : (counts[index - 1] ?? 0)))
    const next = [...starts]
    for (const [row, kind] of this.#kinds.entries()) {
      const place = next[kind] ?? 0
      order[place] = row
      next[kind] = place + 1
    }
    this.#order = order
    this.#starts = starts
    return order
  }
}

/** Makes room for the file; whoever ends the session calls `endSession`. */
export function beginSession(folder: string, { id, connection, name }: Pick<Session, 'id' | 'connection' | 'name'>): Session {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = (end: string): string => join(folder, `${id}.${end}`)
  const files: TableFiles = { raw: file('raw'), text: file('text'), rows: file('rows') }
  appendFileSync(files.raw, '', { mode: 0o600 })
  return { id, connection, name, files, bytes: 0, table: null, plan: null, corrections: new Map() }
}

export function takePiece(session: Session, piece: Uint8Array): void {
  appendFileSync(session.files.raw, piece)
  session.bytes += piece.length
}

export function endSession({ files, table }: Session): void {
  table?.close()
  for (const file of Object.values(files)) rmSync(file as string, { force: true })
}

/** The row as the person left it. */
export function rowOf(session: Session, table: Table, row: number): CsvRow {
  const read = table.read(row)
  const correction = session.corrections.get(row)
  if (!correction || correction.cells.size === 0) return read
  const cells = read.ok ? [...read.cells] : []
  for (const [column, text] of correction.cells) {
    while (cells.length <= column) cells.push('')
    cells[column] = text
  }
  return { ok: true, cells }
}
