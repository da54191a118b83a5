/**
 * Frames of the app in a real Chromium: `npm run bench:frames`, `-- --rows N`. The window is driven as a rep would, and the page notes when
 * each frame was drawn; beside it the frames of the same page while nothing happens, which is what the machine itself drops.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium, type Page } from '@playwright/test'
import { ensureChromium } from '../../scripts/chromium.mjs'
import { openApp } from './frames/app.ts'
import { framesDuring, type Frames } from './frames/watch.ts'

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '100000' } },
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
})
const folder = mkdtempSync(join(tmpdir(), 'satchel-frames-'))
const say = (line: string): void => void process.stderr.write(`${line}\n`)

say(`a CRM with ${values.rows} contacts, and a copy of it …`)
const app = await openApp(folder, Number(values.rows))
const browser = await chromium.launch({ executablePath: ensureChromium() })
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(app.url)
  await page.locator('#row-0 a').waitFor()
  const rows: (readonly [string, Frames])[] = []
  for (const [name, work] of scenes()) {
    say(`${name} …`)
    rows.push([name, await framesDuring(page, () => work(page))])
  }
  print(rows)
} finally {
  await browser.close()
  await app.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
}

function scenes(): readonly (readonly [string, (page: Page) => Promise<void>])[] {
  return [
    // Times here are what is measured, or how fast a hand is: nothing is waited for by them.
    ['nothing happens', (page) => page.waitForTimeout(3000)],
    [`scrolling ${values.rows} rows, from end to end`, scroll],
    ['holding J', hold],
    ['typing in the palette', typeInPalette],
    ['opening a record, and back', openRecords],
    ['moving a card on the board', moveCards],
  ]
}

/** As fast as a hand on a scroll bar: a screen a frame, then down through all of them. */
async function scroll(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const grid = document.querySelector<HTMLElement>('[role="grid"]')
    const scroller = grid && [grid, ...grid.querySelectorAll<HTMLElement>('*')].find((each) => each.scrollHeight > each.clientHeight + 1000)
    if (!scroller) throw new Error('nothing to scroll')
    const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done))
    for (let step = 0; step < 120; step += 1) {
      scroller.scrollTop += 700
      await frame()
    }
    for (let step = 0; step < 120; step += 1) {
      scroller.scrollTop = (scroller.scrollHeight * step) / 120
      await frame()
    }
  })
}

async function hold(page: Page): Promise<void> {
  await page.getByRole('grid').focus()
  await page.keyboard.press('Home')
  for (let press = 0; press < 90; press += 1) {
    await page.keyboard.down('j')
    await page.waitForTimeout(33)
  }
  await page.keyboard.up('j')
}

async function typeInPalette(page: Page): Promise<void> {
  for (const words of ['bergmann', 'okafor', 'lindqvist']) {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').waitFor()
    await page.keyboard.type(words, { delay: 80 })
    await page.waitForTimeout(300)
    await page.keyboard.press('Escape')
  }
}

async function openRecords(page: Page): Promise<void> {
  await page.getByRole('grid').focus()
  for (let record = 0; record < 10; record += 1) {
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Main' }).waitFor()
    await page.waitForTimeout(200)
    await page.goBack()
    await page.locator('[role="row"][data-index] a').first().waitFor()
    await page.getByRole('grid').focus()
  }
}

async function moveCards(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  const first = page.locator('[data-card]').first()
  await first.waitFor()
  await first.focus()
  for (let move = 0; move < 4; move += 1) {
    await page.keyboard.press(move % 2 === 0 ? 'Shift+ArrowRight' : 'Shift+ArrowLeft')
    await page.waitForTimeout(700)
  }
}

function print(rows: readonly (readonly [string, Frames])[]): void {
  const table = [
    ['what', 'frames', 'p50', 'p95', 'worst', 'over 25 ms', 'CPU a frame', 'slowest key to paint'],
    ...rows.map(([name, { count, p50, p95, worst, late, cpuAFrame, slowestKey }]) => [
      name,
      `${count}`,
      ms(p50),
      ms(p95),
      ms(worst),
      `${late}`,
      ms(cpuAFrame),
      slowestKey === null ? '' : ms(slowestKey),
    ]),
  ]
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  for (const row of table)
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    )
  const [load = 0] = loadavg()
  process.stdout.write(`\n${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, load ${load.toFixed(1)}, Chromium ${browser.version()}\n`)
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`
}
