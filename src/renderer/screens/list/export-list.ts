/**
 * What a list shows, as a file: every record that matches, with its id and the columns as they stand (CSV), or whole (JSON).
 *
 * Dates are as the CRM writes them, lists are joined by `; `, and a cell that a spreadsheet would run as a formula is made text.
 */
import { guardFormulas } from '../../../shared/formula-guard'
import { isJsonObject, type Json } from '../../../shared/model/json'
import type { ListRow } from '../../../shared/model/views'
import { type Column, columnValue } from './columns'
import { wordsOf } from './words'

export function csvOf(rows: readonly ListRow[], columns: readonly Column[], titles: readonly string[]): string {
  // An amount says little without its currency, which a list draws in the same cell.
  const withCurrency = columns.some(({ kind }) => kind === 'money')
  const currency = (row: ListRow): readonly string[] => (withCurrency ? [guardFormulas(wordsOf(row.values['currency']).join('; '))] : [])
  const lines = rows.map((row) => [row.remoteId ?? row.id, ...columns.map((column) => cellOf(row, column)), ...currency(row)])
  return [['id', ...titles, ...(withCurrency ? ['currency'] : [])], ...lines].map((line) => `${line.map(quoted).join(',')}\r\n`).join('')
}

function cellOf(row: ListRow, column: Column): string {
  if (column.kind === 'name') return guardFormulas(row.name ?? '')
  const value = columnValue(row, column)
  // A number is exempt from the guard: -5 is meant to be one.
  return typeof value === 'number' ? String(value) : guardFormulas(wordsOf(value).join('; ') || odd(value))
}

/** What has no words of its own is kept as it came. */
function odd(value: Json | undefined): string {
  return isJsonObject(value) || Array.isArray(value) ? JSON.stringify(value) : ''
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Hands a file to the browser, or to the window's own saving. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download holds the data by now; a moment for slow ones.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
