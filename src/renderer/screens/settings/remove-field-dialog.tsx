/** Removing a custom field from the CRM: says what goes with it, as far as this computer knows. */
import { useQuery } from '@tanstack/react-query'
import type { CustomField } from '../../../shared/model/custom-field'
import type { ConnectionId } from '../../../shared/model/ids'
import { useCommand } from '../../data/mutations'
import { queryKeys } from '../../data/query-keys'
import { useSatchel } from '../../data/satchel'
import { useText } from '../../messages/text'
import { Dialog } from '../../parts/dialog'
import { showToast } from '../../parts/toast'

export interface RemoveFieldDialogProps {
  readonly connection: ConnectionId
  readonly field: CustomField
  readonly onClose: () => void
}

export function RemoveFieldDialog({ connection, field: { object, slug, name }, onClose }: RemoveFieldDialogProps) {
  const t = useText()
  const satchel = useSatchel()
  const remove = useCommand('fields.remove')
  const { data: holding } = useQuery({
    queryKey: [...queryKeys.counts(connection, object), 'holding', slug],
    queryFn: () => satchel.request('records.count', { connection, object, filter: { field: `metadata.${slug}`, op: 'not-empty' } }),
  })
  const confirm = async (): Promise<void> => {
    if ((await remove.run({ connection, object, slug })) === undefined) return
    onClose()
    showToast({ fact: t('fields.removed'), name })
  }
  return (
    <Dialog
      title={t('fields.removing.title', { name })}
      action={{ label: t('fields.removing.action'), kind: 'danger-filled', busy: remove.busy, onPress: () => void confirm() }}
      onClose={onClose}
    >
      <p>{t('fields.removing.why')}</p>
      {typeof holding === 'number' ? <p>{t('fields.removing.holding', { count: holding })}</p> : null}
    </Dialog>
  )
}
