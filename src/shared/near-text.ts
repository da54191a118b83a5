/** How far two texts are apart, in letters: for names typed twice and titles typed wrong. */

/**
 * Letters to add, take away, replace or swap with their neighbour (optimal string alignment); `most` and one more where it is further than that,
 * which is found out early.
 */
export function editDistance(a: string, b: string, most: number): number {
  if (a === b) return 0
  const [left, right] = [Array.from(a), Array.from(b)]
  if (Math.abs(left.length - right.length) > most) return most + 1
  let before: number[] = []
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (const [row, letter] of left.entries()) {
    const current = [row + 1]
    for (const [column, other] of right.entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1)
      let least = Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1)
      const isSwap = row > 0 && column > 0 && letter === right[column - 1] && left[row - 1] === other
      if (isSwap) least = Math.min(least, (before[column - 1] ?? 0) + 1)
      current.push(least)
    }
    if (Math.min(...current) > most) return most + 1
    before = previous
    previous = current
  }
  return Math.min(previous.at(-1) ?? 0, most + 1)
}
