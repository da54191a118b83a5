/** The documents say of a change's life what the engine does. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withMoves } from '../../../scripts/change-moves.mjs'

test('docs/sync.md shows the table of moves as it is; else run: npm run docs:moves', () => {
  const document = readFileSync(join(import.meta.dirname, '../../../docs/sync.md'), 'utf8')
  expect(document).toBe(withMoves(document))
})
