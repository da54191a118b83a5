/**
 * Doing something to the ticked rows, or to all that match: in parts, as one batch, with progress and a way to stop. What was done up
 * to a stop stands in the batch. *Undo* takes the whole of it back.
 */
import { useRef, useState } from 'react'
import type { BulkAction } from '../../../shared/model/bulk-edit'
import type { RecordId } from '../../../shared/model/ids'
import type { Json } from '../../../shared/model/json'
import { isWritable } from '../../../shared/model/object-type'
import type { BulkResult } from '../../../shared/model/views'
import type { ListSelection } from '../../data/list-queries'
import { useCommand } from '../../data/mutations'
import { useSatchel } from '../../data/satchel'
import { useText } from '../../messages/text'
import { showToast } from '../../parts/toast'

export interface AskedEdit {
  readonly path: string
  readonly action: BulkAction
  readonly value: Json
}

/** What is ticked: some rows, or everything that matches. */
export type Ticked = { readonly kind: 'rows'; readonly ids: readonly RecordId[] } | { readonly kind: 'all'; readonly count: number }

export interface Progress {
  readonly done: number
  readonly of: number
}

export interface Bulk {
  /** Null while nothing is under way. */
  readonly progress: Progress | null
  readonly stop: () => void
  readonly idsOf: (ticked: Ticked) => Promise<readonly RecordId[]>
  readonly edit: (ids: readonly RecordId[], edits: readonly AskedEdit[], batch: string) => Promise<void>
  readonly remove: (ids: readonly RecordId[], batch: string) => Promise<void>
}

/** A part is one transaction: some 100 ms. */
const PART = 200

export function useBulk(selection: ListSelection, onDone: () => void): Bulk {
  const t = useText()
  const satchel = useSatchel()
  const editMany = useCommand('records.editMany')
  const deleteMany = useCommand('records.deleteMany')
  const takeBack = useCommand('changes.undo')
  const [progress, setProgress] = useState<Progress | null>(null)
  const stopped = useRef(false)
  const { connection, object } = selection

  const undo = async (batch: string): Promise<void> => {
    await takeBack.run({ connection, batch })
    onDone()
  }
  const inParts = async (
    ids: readonly RecordId[],
    run: (part: RecordId[]) => Promise<BulkResult | undefined>,
    words: (count: number) => string,
    batch: string,
  ): Promise<void> => {
    stopped.current = false
    let changed = 0
    for (let at = 0; at < ids.length && !stopped.current; at += PART) {
      setProgress({ done: at, of: ids.length })
      const result = await run(ids.slice(at, at + PART))
      // The reason is on screen; what is done so far can be undone.
      if (result === undefined) break
      changed += result.changed
    }
    setProgress(null)
    onDone()
    if (changed > 0) showToast({ fact: words(changed), undo: () => void undo(batch) })
  }
  return {
    progress,
    stop: () => {
      stopped.current = true
    },
    async idsOf(ticked) {
      if (ticked.kind === 'rows') return ticked.ids
      const ids: RecordId[] = []
      let after: string | null = null
      do {
        const page: { readonly rows: readonly RecordId[]; readonly next: string | null } = await satchel.request('records.ids', {
          ...selection,
          after,
        })
        ids.push(...page.rows)
        after = page.next
      } while (after !== null)
      return ids
    },
    async edit(ids, edits, batch) {
      if (!isWritable(object)) return
      const noun = (count: number): string => t(`object.${object}`, { count })
      await inParts(
        ids,
        (part) => editMany.run({ connection, object, ids: part, edits: edits.map((each) => ({ ...each })), batch }),
        (count) => t('bulk.edited', { count, noun: noun(count) }),
        batch,
      )
    },
    async remove(ids, batch) {
      if (!isWritable(object)) return
      const noun = (count: number): string => t(`object.${object}`, { count })
      await inParts(
        ids,
        (part) => deleteMany.run({ connection, object, ids: part, batch }),
        (count) => t('list.deleted', { count, noun: noun(count) }),
        batch,
      )
    },
  }
}
