/** Tells the engine what only the system knows: on battery or not, and that the computer is awake again. */
import { powerMonitor } from 'electron'
import type { Transport } from '../../shared/contract/client'

export function tellPower(engine: Transport): void {
  const say = (operation: 'sync.power' | 'sync.awake', input: object): void => {
    // A hint: an engine that is closing has no use for it, and whatever else is wrong is told where it matters.
    engine.request(operation, input).catch(() => undefined)
  }
  say('sync.power', { onBattery: powerMonitor.isOnBatteryPower() })
  powerMonitor.on('on-battery', () => say('sync.power', { onBattery: true }))
  powerMonitor.on('on-ac', () => say('sync.power', { onBattery: false }))
  powerMonitor.on('resume', () => say('sync.awake', {}))
}
