/**
 * The nouns of an import: a table of texts, how it is read, which column means which field, and what would become of each row.
 *
 *   file ── read as (encoding, delimiter, header) ──▶ rows of cells
 *   rows ── mapped (column → target, formats, match, mode) ──▶ a plan a row: new · changes · unchanged · …
 *   plan ── landed ──▶ one batch of changes
 *
 * A *target* is what a column means: a field path (`title`, `address.city`, `metadata.tier`), or one of the few things that a table
 * says in another way than the model does: `id`, `name:last-first` ("Doe, Jane"), `stages.id`, and a kind of address after a colon
 * (`emails:HOME`, `telephones:MOBILE`).
 */
import type { Json } from './json'
import type { RecordId } from './ids'
import type { WritableObjectType } from './object-type'

/** What is offered; the names are those of the Encoding Standard. */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-15',
  'windows-1250',
  'windows-1251',
  'macintosh',
  'shift_jis',
  'gb18030',
  'euc-kr',
] as const
export type Encoding = (typeof encodings)[number]

export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

export const dateOrders = ['ymd', 'dmy', 'mdy'] as const
export type DateOrder = (typeof dateOrders)[number]

export const decimalSigns = ['.', ','] as const
export type DecimalSign = (typeof decimalSigns)[number]

/** How the bytes of the file become rows. */
export interface Reading {
  readonly encoding: Encoding
  readonly delimiter: Delimiter
  /** The first row names the columns. */
  readonly header: boolean
}

/** How a cell's text becomes a value. */
export interface CellFormats {
  readonly dates: DateOrder
  readonly decimal: DecimalSign
  /** IANA name; where a time in the file says no zone, this is meant. */
  readonly zone: string
}

/** How sure a guess is; a person's own word is `given`. */
export type Confidence = 'given' | 'remembered' | 'certain' | 'likely' | 'none'

export interface ColumnMapping {
  /** Its place in the file, from 0. */
  readonly column: number
  /** Null: the column is skipped. */
  readonly target: string | null
}

export interface ColumnGuess extends ColumnMapping {
  readonly title: string
  /** The first three different values that say something. */
  readonly samples: readonly string[]
  readonly confidence: Confidence
  /** Of the values looked at, how many can't be what the target wants. */
  readonly unfit: number
}

export const importModes = ['both', 'new', 'update'] as const
export type ImportMode = (typeof importModes)[number]

/** By what a row finds its record. A custom field, or any field with one plain value, is named by its path. */
export type MatchKey = 'id' | 'email' | 'domain' | 'phone' | 'name-company' | `field:${string}`

/** Everything that decides what becomes of the rows. */
export interface ImportSettings {
  readonly object: WritableObjectType
  readonly mapping: readonly ColumnMapping[]
  readonly formats: CellFormats
  readonly mode: ImportMode
  /** Tried in this order; the first that finds something decides. */
  readonly match: readonly MatchKey[]
  /** Values for fields that a new record's row leaves empty, by target. */
  readonly defaults: Readonly<Record<string, string>>
  /** An empty cell clears the field; else it leaves the value alone. */
  readonly emptyClears: boolean
  /** What a list in a cell does to a record's list: its entries join it, or take its place. */
  readonly lists: 'add' | 'replace'
}

/** What the file is taken for; every part of it may be overruled. */
export interface ImportGuess {
  readonly reading: Reading
  /** Characters that the encoding could not read. */
  readonly unreadable: number
  readonly rows: number
  readonly columns: readonly ColumnGuess[]
  readonly object: WritableObjectType
  readonly formats: CellFormats
  readonly match: readonly MatchKey[]
  /** The custom fields that records of this type have here. */
  readonly customFields: readonly { readonly slug: string; readonly label: string }[]
}

export const rowKinds = ['error', 'choose', 'new', 'changes', 'twice', 'unchanged', 'skipped'] as const
export type RowKind = (typeof rowKinds)[number]

/** Why a cell can't be used. `words` say what was expected; the cell's text is in the row. */
export interface CellProblem {
  /** Null: the row as a whole. */
  readonly column: number | null
  readonly words: string
}

export interface PlannedField {
  readonly path: string
  readonly old: Json
  readonly new: Json
}

/** A record that a row, or a link in it, may mean. */
export interface Candidate {
  readonly id: RecordId
  readonly name: string | null
  readonly fact: string | null
}

export interface RowPlan {
  /** From 0, the header not counted. */
  readonly row: number
  readonly kind: RowKind
  readonly cells: readonly string[]
  readonly name: string | null
  /** The record that it would change, or is equal to. */
  readonly record: RecordId | null
  readonly fields: readonly PlannedField[]
  readonly problems: readonly CellProblem[]
  /** For `choose`: what it may mean, and where: null is the row itself, else the column of the link. */
  readonly choices: { readonly column: number | null; readonly candidates: readonly Candidate[] } | null
  /** For `twice`: the earlier row about the same record. */
  readonly sameAs: number | null
}

export type RowCounts = Readonly<Record<RowKind, number>>

export const noRows: RowCounts = { error: 0, choose: 0, new: 0, changes: 0, twice: 0, unchanged: 0, skipped: 0 }

/** What a landing did. */
export interface ImportResult {
  readonly batch: string
  readonly created: number
  readonly updated: number
  readonly unchanged: number
  /** Rows that were not landed: errors, open choices, rows met twice, rows that the mode leaves out. */
  readonly left: number
}
