/** All that can be guessed about a table from its first rows. What a person overruled is taken as it is. */
import type { CellFormats, ColumnGuess, MatchKey } from '../../shared/model/import'
import { matchKeysFor } from '../../shared/model/import-match'
import type { WritableObjectType } from '../../shared/model/object-type'
import { guessDateOrder, looksLikeDate } from './dates'
import { type ColumnFacts, guessMapping, guessObject, type MappingHints } from './guess-mapping'
import { guessDecimal } from './numbers'
import { unguardFormulas } from '../../shared/csv'

export interface TableSample {
  /** Null where the table has no header. */
  readonly titles: readonly string[] | null
  readonly rows: readonly (readonly string[])[]
}

export interface TableGuess {
  readonly object: WritableObjectType
  readonly formats: CellFormats
  readonly columns: readonly ColumnGuess[]
  readonly match: readonly MatchKey[]
}

export function guessTable(
  sample: TableSample,
  given: Pick<MappingHints, 'customFields' | 'remembered'> & {
    readonly object: WritableObjectType | null
    readonly formats: Partial<CellFormats>
    readonly zone: string
  },
): TableGuess {
  const columns = columnsOf(sample)
  const texts = columns.flatMap(({ values }) => values)
  const formats: CellFormats = {
    dates: given.formats.dates ?? guessDateOrder(texts),
    decimal: given.formats.decimal ?? guessDecimal(texts.filter((text) => !looksLikeDate(text))),
    zone: given.formats.zone ?? given.zone,
  }
  const object = given.object ?? guessObject(columns.map(({ title }) => title))
  const mapped = guessMapping(columns, { object, formats, customFields: given.customFields, remembered: given.remembered })
  return {
    object,
    formats,
    columns: mapped,
    match: matchKeysFor(
      object,
      mapped.flatMap(({ target }) => target ?? []),
    ),
  }
}

/** The columns with their values; one without a title is called by its letter, as spreadsheets do. */
export function columnsOf({ titles, rows }: TableSample): readonly ColumnFacts[] {
  const width = Math.max(titles?.length ?? 0, ...rows.map((row) => row.length))
  return Array.from({ length: width }, (_, index) => {
    const title = titles?.[index]?.trim() ?? ''
    const values = rows.map((row) => unguardFormulas(row[index] ?? '').trim()).filter((value) => value !== '')
    return { title: title === '' ? columnLetter(index) : title, values }
  })
}

function columnLetter(index: number): string {
  const head = Math.floor(index / 26)
  return (head > 0 ? columnLetter(head - 1) : '') + String.fromCharCode(65 + (index % 26))
}
