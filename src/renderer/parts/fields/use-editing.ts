/** While an editor is open on a record, nothing of that record goes by itself: the engine is told so, and again before it forgets. */
import { useEffect } from 'react'
import { isWritable } from '../../../shared/model/object-type'
import type { RecordTarget } from '../../data/queries'
import { useSatchel } from '../../data/satchel'

/** The engine holds it for a minute. */
const AGAIN_MS = 30_000

export function useEditing({ connection, object, id }: RecordTarget, open: boolean): void {
  const satchel = useSatchel()
  useEffect(() => {
    if (!open || !isWritable(object)) return undefined
    const tell = (isOpen: boolean): void => {
      // At worst a change leaves while its record is still being edited: it is then two changes.
      satchel.request('records.editing', { connection, object, id, open: isOpen }).catch(() => undefined)
    }
    tell(true)
    const timer = setInterval(() => tell(true), AGAIN_MS)
    return () => {
      clearInterval(timer)
      tell(false)
    }
  }, [satchel, connection, object, id, open])
}
