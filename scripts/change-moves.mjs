/**
 * Writes what docs/sync.md shows of the life of a change, a picture and a table, from the table that the engine itself follows. Run
 * `npm run docs:moves` after a change of that table; a test says when it was forgotten.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { changeMoves, changePhases } from '../src/shared/sync/change-moves.ts'

const BEGIN = '<!-- changes: begin, written by scripts/change-moves.mjs -->'
const END = '<!-- changes: end -->'

/** The document with its part about the moves of a change as the table says it now. */
export function withMoves(document) {
  const [before, rest] = document.split(BEGIN)
  const [, after] = rest?.split(END) ?? []
  if (after === undefined) throw new Error(`The document has no place for the moves of a change, between “${BEGIN}” and “${END}”.`)
  return `${before}${BEGIN}\n\n${picture()}\n\n${table()}\n\n${END}${after}`
}

/** Moves that lead somewhere else; what stays where it is would only clutter. */
function picture() {
  const arrows = new Map()
  for (const [move, { from }] of Object.entries(changeMoves)) {
    for (const phase of changePhases) {
      const to = from[phase]
      if (typeof to !== 'string' || to === phase) continue
      const arrow = `${phase} --> ${to}`
      arrows.set(arrow, [...(arrows.get(arrow) ?? []), move])
    }
  }
  const lines = [...arrows].map(([arrow, moves]) => `    ${arrow}: ${moves.join(', ')}`)
  return ['```mermaid', 'stateDiagram-v2', '    [*] --> waiting', '    [*] --> conflict: left behind', ...lines, '```'].join('\n')
}

/** Every move by every phase; a dash where it is refused. */
function table() {
  const head = ['move', 'made by', ...changePhases, 'what happens']
  const rows = Object.entries(changeMoves).map(([move, { by, says, from }]) => [
    `\`${move}\``,
    by,
    ...changePhases.map((phase) => (typeof from[phase] === 'string' ? from[phase] : '–')),
    says,
  ])
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

if (process.argv[1] === import.meta.filename) {
  const file = join(import.meta.dirname, '..', 'docs', 'sync.md')
  writeFileSync(file, withMoves(readFileSync(file, 'utf8')))
}
