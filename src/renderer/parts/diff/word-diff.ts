/**
 * What changed between two texts, by words: pieces that went, came or stayed, in reading order.
 *
 * A longest common subsequence over words. Where little is left in common, or the texts are too long to compare in a frame,
 * the answer is `null`: the old and the new text, whole, then read better than a patchwork.
 */
export type DiffPiece = { readonly kind: 'same' | 'out' | 'in'; readonly text: string }

/** Two texts of 700 words: about 5 ms. */
const MAX_CELLS = 500_000
/** Less than this share of the longer text in common is a new text, not a change of it. */
const MIN_COMMON = 0.25

export function diffWords(before: string, after: string): readonly DiffPiece[] | null {
  const [left, right] = [wordsOf(before), wordsOf(after)]
  if (left.length * right.length > MAX_CELLS) return null
  const pieces = joinOverSpaces(backtrack(left, right, commonLengths(left, right)))
  const common = pieces.reduce((sum, piece) => sum + (piece.kind === 'same' ? piece.text.trim().length : 0), 0)
  return common < MIN_COMMON * Math.max(before.trim().length, after.trim().length) ? null : pieces
}

/** Words, spaces and signs; scripts without spaces fall apart into single characters, which compare well. */
function wordsOf(text: string): readonly string[] {
  return (
    text.match(
      /\s+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{N}\p{M}_])+|./gsu,
    ) ?? []
  )
}

/** `table[i][j]`: how many words the rests from i and j have in common, in order. */
function commonLengths(left: readonly string[], right: readonly string[]): readonly Uint32Array[] {
  const table = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1))
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const length = left[i] === right[j] ? cell(table, i + 1, j + 1) + 1 : Math.max(cell(table, i + 1, j), cell(table, i, j + 1))
      const row = table[i]
      if (row) row[j] = length
    }
  }
  return table
}

function cell(table: readonly Uint32Array[], i: number, j: number): number {
  return table[i]?.[j] ?? 0
}

function backtrack(left: readonly string[], right: readonly string[], table: readonly Uint32Array[]): readonly DiffPiece[] {
  const pieces: DiffPiece[] = []
  let [i, j] = [0, 0]
  while (i < left.length || j < right.length) {
    const [out, into] = [left[i], right[j]]
    if (out !== undefined && out === into) {
      pieces.push({ kind: 'same', text: out })
      i++
      j++
    } else if (out !== undefined && (into === undefined || cell(table, i + 1, j) >= cell(table, i, j + 1))) {
      pieces.push({ kind: 'out', text: out })
      i++
    } else {
      pieces.push({ kind: 'in', text: into ?? '' })
      j++
    }
  }
  return pieces
}

/** "~~revised~~ ~~layout~~" is one thing taken out: a space alone between two changes belongs to both of them. */
function joinOverSpaces(pieces: readonly DiffPiece[]): readonly DiffPiece[] {
  const joined: DiffPiece[] = []
  let [out, into] = ['', '']
  const flush = (): void => {
    if (out !== '') joined.push({ kind: 'out', text: out })
    if (into !== '') joined.push({ kind: 'in', text: into })
    out = into = ''
  }
  pieces.forEach((piece, index) => {
    if (piece.kind === 'out') out += piece.text
    else if (piece.kind === 'in') into += piece.text
    else if (piece.text.trim() === '' && (out !== '' || into !== '') && pieces[index + 1] !== undefined && pieces[index + 1]?.kind !== 'same') {
      out += out === '' ? '' : piece.text
      into += into === '' ? '' : piece.text
      // Where only one side had begun, the space stays between what was and what comes.
      if (out === '' || into === '') {
        const [began, kind]: [string, DiffPiece['kind']] = out === '' ? [into, 'in'] : [out, 'out']
        joined.push({ kind, text: began.slice(0, began.length - piece.text.length) }, { kind: 'same', text: piece.text })
        out = into = ''
      }
    } else {
      flush()
      const last = joined.at(-1)
      if (last?.kind === 'same') joined[joined.length - 1] = { kind: 'same', text: last.text + piece.text }
      else joined.push(piece)
    }
  })
  flush()
  return joined
}
