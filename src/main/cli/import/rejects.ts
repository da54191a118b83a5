/** The rows that did not land, as a file: as they came, with the reason in a column of its own, to be corrected and imported again. */
import { csvLines } from '../../../shared/csv'
import type { ImportGuess, RowPlan } from '../../../shared/model/import'
import { writeFileWhole } from '../export/write-file-whole'

/** Answers how many rows are in it. */
export async function writeRejects(file: string, guess: ImportGuess, rows: AsyncIterable<readonly RowPlan[]>): Promise<number> {
  let written = 0
  const parts = async function* (): AsyncGenerator<string> {
    yield csvLines([[...guess.columns.map(({ title }) => title), 'reason']], { guarded: true })
    for await (const plans of rows) {
      written += plans.length
      yield csvLines(
        plans.map((plan) => [...guess.columns.map((_, column) => plan.cells[column] ?? ''), reasonOf(plan, guess)]),
        { guarded: true },
      )
    }
  }
  await writeFileWhole(file, parts())
  return written
}

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
