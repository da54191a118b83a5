/** The records that were opened last, newest first: kept with the workspace, so that they are there again tomorrow. */
import { useQueries } from '@tanstack/react-query'
import { useEffect } from 'react'
import { isJsonObject, type Json } from '../../shared/model/json'
import { objectTypes } from '../../shared/model/object-type'
import type { RecordView, SearchHit } from '../../shared/model/views'
import { parseConnectionId, parseRecordId } from '../../shared/model/ids'
import { type RecordTarget, useSettings } from './queries'
import { queryKeys } from './query-keys'
import { useSatchel } from './satchel'

const NAME = 'recent records'
const MOST = 30

export function useRecentRecords(): readonly RecordTarget[] {
  return readRecent(useSettings().data?.interface[NAME])
}

/** Puts the record at the head of them. */
export function useRememberRecord({ connection, object, id }: RecordTarget): void {
  const satchel = useSatchel()
  const { data } = useSettings()
  const known = data !== undefined
  useEffect(() => {
    if (!data) return
    const recent = readRecent(data.interface[NAME])
    const [first] = recent
    if (first && sameRecord(first, { connection, object, id })) return
    const next = [{ connection, object, id }, ...recent.filter((each) => !sameRecord(each, { connection, object, id }))].slice(0, MOST)
    // Nothing is lost when it can't be kept: the palette then opens with older ones.
    satchel.request('settings.set', { interface: { [NAME]: next } }).catch(() => undefined)
    // Once for each record that is opened; the settings change by this very call.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [satchel, connection, object, id, known])
}

/** Named as they are now; those that are gone are left out. */
export function useRecentHits(most: number): readonly SearchHit[] {
  const satchel = useSatchel()
  const recent = useRecentRecords().slice(0, most)
  return useQueries({
    queries: recent.map(({ connection, object, id }) => ({
      queryKey: queryKeys.record(connection, object, id),
      queryFn: () => satchel.request('records.get', { connection, object, id }),
    })),
  }).flatMap(({ data }) => (data ? [toHit(data)] : []))
}

export function sameRecord(a: RecordTarget, b: RecordTarget): boolean {
  return a.id === b.id && a.object === b.object && a.connection === b.connection
}

function toHit({ id, remoteId, connection, object, name }: RecordView): SearchHit {
  return { id, remoteId, connection, object, name, fact: null }
}

function readRecent(kept: Json | undefined): readonly RecordTarget[] {
  if (!Array.isArray(kept)) return []
  return kept.flatMap((entry: Json): readonly RecordTarget[] => {
    if (!isJsonObject(entry)) return []
    const { connection, id } = entry
    const object = objectTypes.find((each) => each === entry['object'])
    if (typeof connection !== 'string' || typeof id !== 'string' || connection === '' || id === '' || object === undefined) return []
    return [{ connection: parseConnectionId(connection), object, id: parseRecordId(id) }]
  })
}
