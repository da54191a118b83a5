/** The rows that did not land, as a file on this computer, with the reason beside each: corrected, it can be imported again. */
import type { Satchel } from '../../../shared/contract/client'
import { csvLines } from '../../../shared/csv'
import type { ImportGuess } from '../../../shared/model/import'
import { reasonOf } from '../../../shared/model/import-reasons'
import { saveFile } from '../../parts/save-file'

const ROWS_AT_ONCE = 500

export async function saveRejects(satchel: Satchel, id: string, guess: ImportGuess, file: string, reasonTitle: string): Promise<void> {
  const parts = [csvLines([[...guess.columns.map(({ title }) => title), reasonTitle]], { guarded: true })]
  for (const kind of ['error', 'choose', 'twice', 'skipped'] as const) {
    for (let offset = 0; ; offset += ROWS_AT_ONCE) {
      const { rows, total } = await satchel.request('imports.rows', { id, kind, offset, limit: ROWS_AT_ONCE })
      const lines = rows.map((plan) => [...guess.columns.map((_, column) => plan.cells[column] ?? ''), reasonOf(plan, guess)])
      parts.push(csvLines(lines, { guarded: true }))
      if (offset + ROWS_AT_ONCE >= total) break
    }
  }
  saveFile(file, 'text/csv', parts)
}
