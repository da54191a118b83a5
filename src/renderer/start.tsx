/** Reaches the engine and shows the app; where it can't be reached, says so and what to do. */
import './without-eval'
import { createRoot } from 'react-dom/client'
import { invariant } from '../shared/assert'
import { App } from './app'
import { openTransport, SessionRefused } from './data/transport'
import { StartFailed } from './frame/start-failed'
import './tokens.css'
import './base.css'

export async function start(element: HTMLElement | null, launchKey: string | null): Promise<void> {
  invariant(element, 'the page has no #root')
  const root = createRoot(element)
  try {
    const transport = await openTransport(launchKey)
    root.render(<App transport={transport} />)
  } catch (error) {
    root.render(<StartFailed because={error instanceof SessionRefused ? 'key' : String(error)} />)
  }
}
