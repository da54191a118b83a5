/** The question before a deletion. It says what goes, from where, and when. */
import { isWritable } from '../../../shared/model/object-type'
import type { RecordView } from '../../../shared/model/views'
import { useCommand } from '../../data/mutations'
import { useRelated } from '../../data/queries'
import { useText } from '../../messages/text'
import { Dialog } from '../../parts/dialog'
import { useGo } from '../../parts/link'
import { showToast } from '../../parts/toast'

export function DeleteRecord({ view, crm, onClose }: { readonly view: RecordView; readonly crm: string; readonly onClose: () => void }) {
  const t = useText()
  const go = useGo()
  const remove = useCommand('records.delete')
  const undo = useCommand('changes.undo')
  const { connection, object, id } = view
  const { data = [] } = useRelated({ connection, object, id })
  const linked = data.map((group) => `${group.count} ${t(`object.${group.object}`, { count: group.count })}`).join(', ')
  const run = async (): Promise<void> => {
    if (!isWritable(object)) return
    const answer = await remove.run({ connection, object, id })
    if (answer === undefined) return
    onClose()
    showToast({
      fact: t(answer === null ? 'record.removed' : 'record.willBeDeleted', { crm }),
      name: view.name,
      undo: () => void undo.run({ connection }),
    })
    go({ at: 'list', connection, object })
  }
  const never = view.remoteId === null
  const noun = t(`object.${object}`, { count: 1 })
  return (
    <Dialog
      title={t(never ? 'record.removeTitle' : 'record.deleteTitle', { noun, crm })}
      action={{
        label: t(never ? 'record.removeAction' : 'record.deleteAction', { noun, crm }),
        kind: 'danger-filled',
        busy: remove.busy,
        onPress: () => void run(),
      }}
      onClose={onClose}
    >
      <p>
        <bdi>{view.name ?? t('value.noName')}</bdi>
      </p>
      {linked === '' ? null : <p>{t('record.linkedTo', { linked })}</p>}
      <p>{t(never ? 'record.removeWhy' : 'record.deleteWhy', { crm })}</p>
    </Dialog>
  )
}
