/**
 * What was typed into a form and not saved yet, one draft for each place it was typed at: an object type for the form of a new
 * record, a record's id for what is being written on that record.
 *
 * Each key press is kept in the window's own storage at once, and a moment later in the workspace's settings: the first outlives
 * a page that is closed or dies, the second also a window that comes back under another address.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Satchel } from '../../shared/contract/client'
import type { ConnectionId, RecordId } from '../../shared/model/ids'
import { isJsonObject, type Json, type JsonObject } from '../../shared/model/json'
import type { ObjectType } from '../../shared/model/object-type'
import type { Settings } from '../../shared/settings'
import { queryKeys } from './query-keys'
import { useSatchel } from './satchel'

export type DraftPlace = ObjectType | RecordId

export interface KeptDraft {
  /** What is kept now; null when nothing is. */
  read(): JsonObject | null
  keep(draft: JsonObject): void
  clear(): void
}

export function useKeptDraft(connection: ConnectionId, place: DraftPlace): KeptDraft {
  const satchel = useSatchel()
  const client = useQueryClient()
  return useMemo(() => {
    const name = `draft ${connection} ${place}`
    return {
      read() {
        // What this window knows is never older than what the settings hold; that it was cleared is known here first, too.
        const own = localStorage.getItem(name)
        return own === null ? asDraft(client.getQueryData<Settings>(queryKeys.settings)?.interface[name]) : asDraft(own)
      },
      keep(draft) {
        try {
          localStorage.setItem(name, JSON.stringify(draft))
        } catch {
          // Storage is full or switched off: the settings have it in a moment.
        }
        writeSoon(satchel, name, draft)
      },
      clear() {
        localStorage.setItem(name, CLEARED)
        writeSoon(satchel, name, null)
      },
    }
  }, [satchel, client, connection, place])
}

const CLEARED = 'null'
const WRITE_AFTER_MS = 300
const waiting = new Map<string, ReturnType<typeof setTimeout>>()

/** The settings file is written when the typing rests, not with each key. */
function writeSoon(satchel: Satchel, name: string, value: Json): void {
  clearTimeout(waiting.get(name))
  const write = (): void => {
    waiting.delete(name)
    // The form still shows it, and the window's own storage has it: a failing disk is told where an edit is saved.
    satchel.request('settings.set', { interface: { [name]: value } }).catch(() => undefined)
  }
  waiting.set(name, setTimeout(write, WRITE_AFTER_MS))
}

function asDraft(kept: Json | null | undefined): JsonObject | null {
  if (typeof kept !== 'string') return kept !== null && kept !== undefined && isJsonObject(kept) ? kept : null
  try {
    const draft: unknown = JSON.parse(kept)
    return isJsonObject(draft) ? draft : null
  } catch {
    return null // half a draft, from a browser that was killed while writing it: there is nothing to offer
  }
}
