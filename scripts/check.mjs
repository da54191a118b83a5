/** All that can be said about the code without running it. Each part also runs alone, under its own name. */
import { runAll } from './run-all.mjs'

await runAll(
  [
    ['typecheck', 'node', ['scripts/typecheck.mjs']],
    ['lint', 'oxlint', ['--type-aware', '--deny-warnings']],
    ['format', 'oxfmt', ['--check']],
    ['arrows', 'node', ['scripts/arrows.mjs']],
    ['dead code', 'knip', []],
  ],
  { aloud: true },
)
