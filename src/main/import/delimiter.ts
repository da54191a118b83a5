/**
 * What stands between the cells. The right delimiter gives every row the same number of cells, and more than one; a wrong one
 * gives one cell, or a number that changes from row to row. Quoted parts are left out: what they hold is text.
 */
import { type Delimiter, delimiters } from '../../shared/model/import'

/** Rows that are looked at. */
const ROWS = 50
/** Between equals the one that is rarer in what people write: every row may hold "Town, Country". */
const byRarity: readonly Delimiter[] = ['\t', '|', ';', ',']

/** `text` is the beginning of the file; its last line may be cut. A table of one column is read with commas. */
export function guessDelimiter(text: string): Delimiter {
  // Excel's own word on it.
  const declared = /^sep=(.)\r?\n/i.exec(text)?.[1]
  const said = delimiters.find((each) => each === declared)
  if (said !== undefined) return said
  const scores = byRarity.map((delimiter) => ({ delimiter, score: scoreOf(cellCounts(text, delimiter)) }))
  const best = scores.toSorted((a, b) => b.score - a.score)[0]
  return best !== undefined && best.score > 0 ? best.delimiter : ','
}

/** Share of the rows that have the most frequent number of cells; wider tables win between equals. */
function scoreOf(counts: readonly number[]): number {
  const rows = counts.filter((cells) => cells > 0)
  const frequency = new Map<number, number>()
  for (const cells of rows) frequency.set(cells, (frequency.get(cells) ?? 0) + 1)
  const [cells, times] = [...frequency].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0]
  return cells < 2 ? 0 : times / rows.length + Math.min(cells, 50) / 500
}

/** Cells of each whole row; an empty row has none. */
function cellCounts(text: string, delimiter: Delimiter): readonly number[] {
  const counts: number[] = []
  let cells = 1
  let isEmpty = true
  let inQuotes = false
  // Where a quote opens a quoted cell, or opens it again after the two that stand for one.
  let mayOpen = true
  for (const character of text) {
    const isEnd = character === '\n' || character === '\r'
    if (character === '"' && (inQuotes || mayOpen)) {
      inQuotes = !inQuotes
      isEmpty = false
      mayOpen = true
      continue
    }
    if (!inQuotes) {
      if (character === delimiter) cells += 1
      if (isEnd) {
        if (!isEmpty) counts.push(cells)
        if (counts.length === ROWS) return counts
        cells = 1
      }
      isEmpty = isEnd
      mayOpen = character === delimiter || isEnd
    }
  }
  if (!isEmpty && !inQuotes) counts.push(cells)
  return counts
}
