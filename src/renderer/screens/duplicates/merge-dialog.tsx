/** Making one record of several: which one stays, whose value each field takes, what moves and what goes. It lands as one batch to review. */
import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { LikeRecord, MergeableObject } from '../../../shared/model/duplicates'
import type { ConnectionId, RecordId } from '../../../shared/model/ids'
import { mergedFields } from '../../../shared/model/merge-records'
import { useCommand } from '../../data/mutations'
import { queryKeys } from '../../data/query-keys'
import { useSatchel } from '../../data/satchel'
import { useText } from '../../messages/text'
import { Dialog } from '../../parts/dialog'
import { showToast } from '../../parts/toast'
import styles from './merge-dialog.module.css'
import { MergeTable } from './merge-table'

export interface MergeDialogProps {
  readonly connection: ConnectionId
  readonly object: MergeableObject
  readonly records: readonly LikeRecord[]
  readonly crm: string
  readonly onClose: () => void
  readonly onMerged: () => void
}

export function MergeDialog({ connection, object, records, crm, onClose, onMerged }: MergeDialogProps) {
  const t = useText()
  const satchel = useSatchel()
  const merge = useCommand('duplicates.merge')
  const undo = useCommand('changes.undo')
  const [keep, setKeep] = useState<RecordId | null>(records[0]?.id ?? null)
  const [pick, setPick] = useState<Readonly<Record<string, RecordId>>>({})
  const views = useQueries({
    queries: records.map(({ id }) => ({
      queryKey: queryKeys.record(connection, object, id),
      queryFn: () => satchel.request('records.get', { connection, object, id }),
    })),
  })
  const others = records.filter(({ id }) => id !== keep).map(({ id }) => id)
  const links = useQuery({
    queryKey: ['duplicates.links', connection, object, ...others],
    queryFn: () => satchel.request('duplicates.links', { connection, object, ids: others }),
    gcTime: 0,
  }).data
  const known = views.flatMap(({ data }) => (data ? [data] : []))
  const isRead = known.length === records.length
  const ordered = [...known.filter(({ id }) => id === keep), ...known.filter(({ id }) => id !== keep)]
  const places = Object.fromEntries(Object.entries(pick).map(([path, id]) => [path, ordered.findIndex((view) => view.id === id)]))
  const fields = isRead
    ? mergedFields(
        object,
        ordered.map(({ document }) => document),
        places,
      )
    : []
  const run = async (): Promise<void> => {
    if (keep === null) return
    const merged = await merge.run({ connection, object, keep, others, pick: { ...pick } })
    if (!merged) return
    showToast({
      fact: t('duplicates.merged'),
      name: ordered[0]?.name ?? null,
      undo: () => void undo.run({ connection }).then(() => onMerged()),
    })
    onMerged()
  }
  const counts = { count: records.length, deletions: others.length, crm }
  return (
    <Dialog
      wide
      title={t('duplicates.mergeTitle', { count: records.length, objects: t(`object.${object}`, { count: records.length }) })}
      action={{ label: t('duplicates.confirm', counts), kind: 'primary', busy: merge.busy || !isRead, onPress: () => void run() }}
      onClose={onClose}
    >
      {isRead ? (
        <MergeTable
          object={object}
          views={ordered}
          order={records.map(({ id }) => id)}
          fields={fields}
          onKeep={setKeep}
          onPick={(path, id) => setPick({ ...pick, [path]: id })}
        />
      ) : null}
      <p className={styles.note}>
        {links && links.length > 0
          ? t('duplicates.links', {
              links: links.map(({ object: of, count }) => t('duplicates.link', { count, noun: t(`object.${of}`, { count }) })).join(', '),
            })
          : t('duplicates.noLinks')}{' '}
        {t('duplicates.deletes', { count: others.length, crm })}
      </p>
    </Dialog>
  )
}
