/** The rows that did not land, as a file: as they came, with the reason in a column of its own, to be corrected and imported again. */
import { csvLines } from '../../../shared/csv'
import type { ImportGuess, RowPlan } from '../../../shared/model/import'
import { reasonOf } from '../../../shared/model/import-reasons'
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
