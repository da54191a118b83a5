/** What pulls did not show, asked in a few reads, once a week for each type; whoever wants to know while it is asked joins. */
import type { ObjectType } from '../../../shared/model/object-type'
import type { StreamParts } from './apply-page'
import { LineClosed } from './line'
import { isProbeDue, probeCapabilities } from './probe-capabilities'

export interface ProbeQueue {
  /** Asks about those that are due, and waits for those that are asked about already. */
  ask(objects: readonly ObjectType[]): Promise<void>
  /** Resolves when nothing is asked any more; never rejects. */
  ended(): Promise<void>
}

export function openProbeQueue(streams: StreamParts): ProbeQueue {
  const running = new Map<ObjectType, Promise<void>>()

  const start = (object: ObjectType): Promise<void> => {
    const started = probeCapabilities(streams, object)
      .catch((error: unknown) => {
        // The pull is done; that the connection goes before the probe is through takes nothing from it.
        if (!(error instanceof LineClosed)) throw error
      })
      .finally(() => running.delete(object))
    running.set(object, started)
    return started
  }

  return {
    async ask(objects) {
      const due = objects.filter((object) => running.has(object) || isProbeDue(streams, object))
      await Promise.all(due.map((object) => running.get(object) ?? start(object)))
    },
    async ended() {
      await Promise.allSettled(running.values())
    },
  }
}
