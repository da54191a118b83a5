/** Bars on stderr while records come in, one an object type. Without a terminal there are none. */
import cliProgress, { type SingleBar } from 'cli-progress'
import type { Satchel } from '../../shared/contract/client'
import type { ConnectionStatus } from '../../shared/sync/report'
import { plainLine } from './output/plain'
import { backfillInWords } from './output/sync-words'
import type { OutputStream } from './output/output'

export interface Progress {
  end(): void
}

export function showProgress(satchel: Satchel, stderr: OutputStream): Progress {
  if (!stderr.isTTY) return { end: () => undefined }
  const bars = new cliProgress.MultiBar({ stream: stderr, clearOnComplete: true, hideCursor: true, format: '{name} {bar} {stored}', barsize: 24 })
  const barsByName = new Map<string, SingleBar>()
  const show = (status: ConnectionStatus): void => {
    for (const [object, { pull }] of Object.entries(status.objects)) {
      if (pull.kind !== 'backfilling') continue
      const name = plainLine(`${status.name} ${object}`)
      // Most CRMs do not say how many there are: then the bar only says that it moves.
      const total = pull.total ?? pull.stored
      const payload = { name, stored: backfillInWords(pull) }
      const bar = barsByName.get(name) ?? bars.create(total, 0, payload)
      barsByName.set(name, bar)
      bar.setTotal(total)
      bar.update(pull.stored, payload)
    }
  }
  const unsubscribe = satchel.subscribe((event) => {
    if (event.kind === 'status.changed') show(event.status)
  })
  return {
    end() {
      unsubscribe()
      bars.stop()
    },
  }
}
