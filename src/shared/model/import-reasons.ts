/** Why a row does not land, in a sentence for whoever corrects the file. */
import type { ImportGuess, RowPlan } from './import'

/** Empty for a row that lands. */
export function reasonOf({ kind, problems, choices, sameAs }: RowPlan, { columns }: Pick<ImportGuess, 'columns'>): string {
  const titleOf = (column: number | null): string => (column === null ? '' : `${columns[column]?.title ?? column + 1}: `)
  switch (kind) {
    case 'error':
      return problems.map(({ column, words }) => `${titleOf(column)}expected ${words}`).join('; ')
    case 'choose':
      return `${titleOf(choices?.column ?? null)}several fit: ${(choices?.candidates ?? []).map(({ id, name }) => `${name ?? ''} (${id})`).join(', ')}`
    case 'twice':
      return `the same record as row ${(sameAs ?? 0) + 1}`
    case 'skipped':
      return 'left out by the mode'
    case 'new':
    case 'changes':
    case 'unchanged':
      return ''
  }
}
