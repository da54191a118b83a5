/** Said once before the specs: on which Electron they run. */
import { existsSync } from 'node:fs'
import { electronInstalled } from '../../../scripts/electron.mjs'

export default function globalSetup(): void {
  if (!existsSync('out/main/index.js')) throw new Error('There is no build to test: run `npm run build` first.')
  console.log(
    electronInstalled()
      ? 'electron: the installed binary'
      : 'electron: NOT the real binary, which is not installed, but the stand-in in test/electron-standin',
  )
}
