/** One screen, four pictures: light and dark, in a large window and in the smallest one. */
import type { Page } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../../screenshots')
const sizes = [
  { width: 1440, height: 900 },
  { width: 900, height: 600 },
] as const

/** A screen, and the way to it. The address begins behind the connection's, unless it begins with a slash. */
export interface Scene {
  readonly name: string
  readonly at: string
  readonly open?: (page: Page) => Promise<void>
  /** Closes what `open` left over the page; else Escape does. */
  readonly close?: (page: Page) => Promise<void>
}

/** Takes the pictures of all scenes, or of those that `SCREENS` names: a part of a name, or several with a bar between. */
export async function photographAll(page: Page, scenes: readonly Scene[]): Promise<void> {
  const wanted = new RegExp(process.env['SCREENS'] ?? '')
  const connection = /#(\/c\/[^/]+)\//.exec(page.url())?.[1] ?? ''
  const missed: string[] = []
  for (const { name, at, open, close } of scenes.filter((scene) => wanted.test(scene.name))) {
    await page.setViewportSize(sizes[0])
    await page.evaluate((hash) => (location.hash = hash), at.startsWith('/') ? at : `${connection}/${at}`)
    await settled(page)
    try {
      await open?.(page)
    } catch (error) {
      // The others are worth having all the same.
      missed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
      continue
    }
    await closeToast(page)
    await photograph(page, name)
    await (close ? close(page) : page.keyboard.press('Escape'))
  }
  if (missed.length > 0) throw new Error(`no picture of:\n${missed.join('\n')}`)
}

/** What the scene before left behind. */
async function closeToast(page: Page): Promise<void> {
  const toast = page.getByRole('region', { name: 'Messages' })
  const close = toast.getByRole('button', { name: 'Close' })
  // Under a dialog it can't be pressed, nor does it stand in the way.
  if (await close.isVisible()) await close.click({ timeout: 2000 }).catch(() => undefined)
}

export async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  for (const size of sizes) {
    await page.setViewportSize(size)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await settled(page)
      await page.screenshot({ path: resolve(folder, `${name}-${colorScheme}-${size.width}x${size.height}.png`) })
    }
  }
}

/** Nothing moves any more: what has just arrived fades, panels lay themselves out anew, rows come a page later. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(500)
}
