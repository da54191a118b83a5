/**
 * All tests: what `check` says about the code, then the build, then every layer. Goes on after a failure, so that one run shows
 * all; ends with one line of counts alone, where a check or a build that fails counts as one.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from './chromium.mjs'

const root = join(import.meta.dirname, '..')
const reports = mkdtempSync(join(tmpdir(), 'satchel-test-'))
const total = { passed: 0, failed: 0, skipped: 0 }
const startedAt = performance.now()

step('check', ['scripts/check.mjs'])
const built = step('build', ['scripts/build.mjs'])
tests(
  'unit, contract, simulation, storage, command line',
  ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${join(reports, 'vitest.json')}`],
  {},
  countVitest,
)
if (built) endToEnd()

rmSync(reports, { recursive: true, force: true })
console.log(`\nAll of it took ${Math.round((performance.now() - startedAt) / 1000)} s.`)
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)

function endToEnd() {
  let chromium
  try {
    chromium = ensureChromium()
  } catch (error) {
    console.error(error.message)
    total.failed += 1
    return
  }
  const file = join(reports, 'playwright.json')
  const env = { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
  tests('end to end', ['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'], env, countPlaywright)
}

/** A step without tests of its own. */
function step(name, args) {
  console.log(`\n── ${name}`)
  const passed = run(args, {}) === 0
  if (!passed) total.failed += 1
  return passed
}

function tests(name, args, env, count) {
  console.log(`\n── ${name}`)
  const code = run(args, env)
  const counts = count()
  for (const kind of Object.keys(total)) total[kind] += counts[kind]
  // A runner that ended badly without a failed test: it broke, or a file could not be read.
  if (code !== 0 && counts.failed === 0) total.failed += 1
}

function run(args, env) {
  return spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } }).status
}

function countVitest() {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = read('vitest.json')
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
}

function countPlaywright() {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = read('playwright.json').stats ?? {}
  if (flaky > 0) console.log(`\n${flaky} of them passed only at the second try: see above.`)
  return { passed: expected + flaky, failed: unexpected, skipped }
}

function read(name) {
  try {
    return JSON.parse(readFileSync(join(reports, name), 'utf8'))
  } catch {
    // The runner did not get that far; its exit code is counted.
    return {}
  }
}
