/**
 * Checks who imports whom (`.dependency-cruiser.cjs`). The tool ends well when it could read no module at all, so the count is
 * checked as well. Another folder than `src` may be named, as the test of the arrows does.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const cruiser = join(root, 'node_modules', 'dependency-cruiser', 'bin/dependency-cruiser.mjs')
const cwd = process.argv[2] ?? root
const run = spawnSync(process.execPath, [cruiser, 'src', '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'], {
  cwd,
  encoding: 'utf8',
  maxBuffer: 1 << 28,
})
if (run.stdout === '') {
  console.error(run.stderr)
  process.exit(1)
}
const { summary } = JSON.parse(run.stdout)
if (summary.totalCruised === 0) {
  console.error('No module was read, so nothing was checked: is the parser set to swc, and @swc/core installed?')
  process.exit(1)
}
for (const { from, to, rule, comment } of summary.violations) {
  const why = comment ?? summary.ruleSetUsed?.forbidden?.find(({ name }) => name === rule.name)?.comment ?? ''
  console.error(`${rule.name}: ${from} → ${to}\n  ${why}`)
}
console.log(`${summary.totalCruised} modules, ${summary.violations.length} wrong arrows`)
process.exit(summary.violations.length === 0 ? 0 : 1)
