/** `--map COLUMN=path`, against the columns that the file has. */
import { preview } from '../../../shared/failure'
import type { ColumnGuess, ColumnMapping } from '../../../shared/model/import'
import { wrongUsage } from '../usage-error'

/**
 * With `--map` only the named columns are taken, and the rest is skipped, unless the guesses are wanted beside. A column is named by its
 * title or its number from 1; nothing after the `=` skips it.
 */
export function mappingOf(columns: readonly ColumnGuess[], maps: readonly string[], withGuesses: boolean): readonly ColumnMapping[] {
  const named = new Map<number, string | null>()
  for (const raw of maps) {
    const at = raw.lastIndexOf('=')
    if (at <= 0) wrongUsage(`--map: ${preview(raw)} has no “=”.`, 'For example: --map "E-Mail=emails", or --map "Notes=" to skip a column')
    named.set(requireColumn(columns, raw.slice(0, at)), raw.slice(at + 1) || null)
  }
  return columns.map(({ column, target }) => ({
    column,
    target: named.get(column) ?? (named.size === 0 || (withGuesses && !named.has(column)) ? target : null),
  }))
}

function requireColumn(columns: readonly ColumnGuess[], name: string): number {
  const found =
    columns.find(({ title }) => title === name) ??
    columns.find(({ title }) => title.trim().toLowerCase() === name.trim().toLowerCase()) ??
    (/^\d{1,5}$/.test(name) ? columns[Number(name) - 1] : undefined)
  return (
    found?.column ?? wrongUsage(`--map: the file has no column ${preview(name)}.`, `Its columns: ${columns.map(({ title }) => title).join(', ')}.`)
  )
}

/** `path=text` */
export function parseDefaults(raws: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    raws.map((raw) => {
      const at = raw.indexOf('=')
      if (at <= 0) wrongUsage(`--default: ${preview(raw)} has no “=”.`, 'For example: --default "source=Trade fair"')
      return [raw.slice(0, at), raw.slice(at + 1)]
    }),
  )
}
