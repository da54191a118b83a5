/**
 * What can be done with the ticked rows, or with everything that matches: edit, assign, move, delete. Each is one batch that can be
 * reviewed, pushed and taken back as one. Deleting asks first, with number and place.
 */
import { useState } from 'react'
import type { RecordId } from '../../../shared/model/ids'
import { isWritable } from '../../../shared/model/object-type'
import type { ListSelection } from '../../data/list-queries'
import { type Text, useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { Dialog } from '../../parts/dialog'
import { useKeys } from '../../parts/keyboard'
import { BulkDialog } from './bulk-dialog'
import { ProgressBar } from '../../parts/progress-bar'
import styles from './selection-bar.module.css'
import { type Ticked, useBulk } from './use-bulk'

export interface SelectionBarProps {
  readonly selection: ListSelection
  readonly crm: string
  readonly ticked: Ticked
  /** All that match; null while it is not known, or when they are ticked already. */
  readonly matching: number | null
  readonly canWrite: boolean
  readonly asking: boolean
  readonly onAsk: (asking: boolean) => void
  readonly onTickMatching: () => void
  readonly onClear: () => void
  /** Rows went or came back by the rep's own hand: that is no surprise, so the list follows at once. */
  readonly onDone: () => void
}

/** What is being built: an edit of these records, beginning with a field. */
interface Building {
  readonly ids: readonly RecordId[]
  readonly path: string | null
}

export function SelectionBar({ selection, crm, ticked, matching, canWrite, asking, onAsk, onTickMatching, onClear, onDone }: SelectionBarProps) {
  const t = useText()
  const { connection, object } = selection
  const bulk = useBulk(selection, onDone)
  const [building, setBuilding] = useState<Building | null>(null)
  const count = ticked.kind === 'rows' ? ticked.ids.length : ticked.count
  const noun = t(`object.${object}`, { count })
  const reason = canWrite ? null : t('list.readOnly')
  const build = (path: string | null): void => {
    if (canWrite) void bulk.idsOf(ticked).then((ids) => setBuilding({ ids, path }))
  }
  useKeys({
    bulkEdit: () => build(null),
    assign: () => build('user_id'),
    moveStage: () => (object === 'deal' ? build('stages') : false),
  })
  const removeAll = async (): Promise<void> => {
    if (!isWritable(object)) return
    onAsk(false)
    const ids = await bulk.idsOf(ticked)
    onClear()
    await bulk.remove(ids, batchName(t, 'list.deleteBatch', ids.length, noun))
  }
  if (bulk.progress) {
    return (
      <div className={styles.bar} role="toolbar" aria-label={t('list.selected', { count })}>
        <div className={styles.progress}>
          <ProgressBar max={bulk.progress.of} value={bulk.progress.done} label={t('bulk.progress', { ...bulk.progress })} />
        </div>
        <span className={styles.count}>{t('bulk.progress', { ...bulk.progress })}</span>
        <Button small onPress={bulk.stop}>
          {t('bulk.stop')}
        </Button>
      </div>
    )
  }
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('list.selected', { count })}>
      <span className={styles.count} aria-live="polite">
        {t('list.selected', { count })}
      </span>
      {matching !== null && matching > count ? (
        <Button kind="link" shows="selectAll" onPress={onTickMatching}>
          {t('list.selectAllMatching', { count: matching })}
        </Button>
      ) : null}
      <Button kind="quiet" small icon="edit" shows="bulkEdit" reason={reason} onPress={() => build(null)}>
        {t('bulk.edit')}
      </Button>
      <Button kind="quiet" small shows="assign" reason={reason} onPress={() => build('user_id')}>
        {t('bulk.assign')}
      </Button>
      {object === 'deal' ? (
        <Button kind="quiet" small shows="moveStage" reason={reason} onPress={() => build('stages')}>
          {t('bulk.move')}
        </Button>
      ) : null}
      <Button kind="danger" small icon="trash" label={t('action.delete')} shows="remove" reason={reason} onPress={() => onAsk(true)} />
      <Button kind="quiet" small icon="x" label={t('list.clearSelection')} onPress={onClear} />
      {asking && canWrite ? (
        <Dialog
          title={t('list.deleteTitle', { count, noun, crm })}
          action={{ label: t('list.delete', { count, noun, crm }), kind: 'danger-filled', onPress: () => void removeAll() }}
          onClose={() => onAsk(false)}
        >
          <p>{t('list.deleteWhy', { crm })}</p>
        </Dialog>
      ) : null}
      {building ? (
        <BulkDialog
          connection={connection}
          object={object}
          crm={crm}
          ids={building.ids}
          path={building.path}
          onClose={() => setBuilding(null)}
          onApply={(edits) => {
            setBuilding(null)
            void bulk.edit(building.ids, edits, batchName(t, 'bulk.batch', building.ids.length, noun))
          }}
        />
      ) : null}
    </div>
  )
}

function batchName(t: Text, id: 'list.deleteBatch' | 'bulk.batch', count: number, noun: string): string {
  return t(id, { count, noun, when: new Date().toISOString() })
}
