/** Tables for people: columns as wide as what stands in them, cut to the terminal where there is one. */
import { cutToWidth, displayWidth, plainLine } from './plain'

/** The longest cell that is shown; `get` and `--json` have all of it. */
const LONGEST_CELL = 200
const GAP = '  '

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
}

/**
 * The lines of a table. `columns` is the terminal's width, null where there is none; then nothing is cut but very long cells.
 * The last column takes what is left.
 */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[], terminalWidth: number | null): string[] {
  const cells = [columns.map((column) => column.title), ...rows].map((row) => row.map((cell) => cutToWidth(plainLine(cell), LONGEST_CELL)))
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => displayWidth(row[index] ?? ''))))
  const fitted = terminalWidth === null ? widths : fitWidths(widths, terminalWidth)
  return cells.map((row) =>
    columns
      .map(({ align }, index) => {
        const width = fitted[index] ?? 0
        const text = cutToWidth(row[index] ?? '', width)
        const padding = ' '.repeat(Math.max(0, width - displayWidth(text)))
        return align === 'right' ? padding + text : text + padding
      })
      .join(GAP)
      .trimEnd(),
  )
}

/** Narrows the widest columns first until the table fits; none goes under eight. */
function fitWidths(widths: readonly number[], terminalWidth: number): number[] {
  const fitted = [...widths]
  let excess = fitted.reduce((sum, width) => sum + width, 0) + GAP.length * (fitted.length - 1) - terminalWidth
  while (excess > 0) {
    const widest = Math.max(...fitted)
    if (widest <= 8) break
    fitted[fitted.indexOf(widest)] = widest - 1
    excess -= 1
  }
  return fitted
}
