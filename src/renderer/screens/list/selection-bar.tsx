/** What can be done with the ticked rows. Deleting asks first, with number and place, and is one step to take back. */
import type { ConnectionId, RecordId } from '../../../shared/model/ids'
import { isWritable, type ObjectType } from '../../../shared/model/object-type'
import type { Change } from '../../../shared/sync/change'
import { useCommand } from '../../data/mutations'
import { type Text, useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { Dialog } from '../../parts/dialog'
import { showToast } from '../../parts/toast'
import styles from './selection-bar.module.css'

export interface SelectionBarProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly crm: string
  readonly selected: ReadonlySet<RecordId>
  readonly canWrite: boolean
  readonly asking: boolean
  readonly onAsk: (asking: boolean) => void
  readonly onClear: () => void
  /** Rows went or came back by the rep's own hand: that is no surprise, so the list follows at once. */
  readonly onDone: () => void
}

export function SelectionBar({ connection, object, crm, selected, canWrite, asking, onAsk, onClear, onDone }: SelectionBarProps) {
  const t = useText()
  const remove = useCommand('records.delete')
  const discard = useCommand('changes.discard')
  const count = selected.size
  const noun = t(`object.${object}`, { count })
  const deleteAll = async (): Promise<void> => {
    if (!isWritable(object)) return
    onAsk(false)
    // One batch: it is reviewed, pushed and taken back as one.
    const batch = count > 1 ? nameBatch(t, count, noun) : null
    const changes: Change[] = []
    for (const id of selected) {
      const change = await remove.run({ connection, object, id, batch })
      // The reason is on screen; what is marked so far stays marked and can be undone.
      if (change === undefined) break
      if (change) changes.push(change)
    }
    onClear()
    onDone()
    const ids = changes.map(({ id }) => id)
    const undo = async (): Promise<void> => {
      await discard.run({ ids })
      onDone()
    }
    if (ids.length > 0) showToast({ fact: t('list.deleted', { count: ids.length, noun }), undo: () => void undo() })
  }
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('list.selected', { count })}>
      <span className={styles.count} aria-live="polite">
        {t('list.selected', { count })}
      </span>
      <Button
        kind="danger"
        small
        icon="trash"
        shows="remove"
        reason={canWrite ? null : t('list.readOnly')}
        busy={remove.busy}
        onPress={() => onAsk(true)}
      >
        {t('action.delete')}
      </Button>
      <Button kind="quiet" small icon="x" label={t('list.clearSelection')} onPress={onClear} />
      {asking && canWrite ? (
        <Dialog
          title={t('list.deleteTitle', { count, noun, crm })}
          action={{ label: t('list.delete', { count, noun, crm }), kind: 'danger-filled', busy: remove.busy, onPress: () => void deleteAll() }}
          onClose={() => onAsk(false)}
        >
          <p>{t('list.deleteWhy', { crm })}</p>
        </Dialog>
      ) : null}
    </div>
  )
}

function nameBatch(t: Text, count: number, noun: string): string {
  return t('list.deleteBatch', { count, noun, when: new Date().toISOString() })
}
