/** The question before changes are thrown away: it names what goes; for 30 days it can be brought back. */
import type { Change } from '../../../shared/sync/change'
import { useText } from '../../messages/text'
import { Dialog } from '../../parts/dialog'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { fieldLabel } from '../../parts/fields/labels'
import styles from './push-dialogs.module.css'

/** More names than this are told as a number. */
const NAMED = 8

export function DiscardDialog({
  changes,
  onDiscard,
  onClose,
}: {
  readonly changes: readonly Change[]
  readonly onDiscard: () => Promise<void>
  readonly onClose: () => void
}) {
  const t = useText()
  const lossOf = (change: Change): string => {
    if (change.kind === 'create') return t('changes.loss.create', { noun: t(`object.${change.object}`, { count: 1 }) })
    if (change.kind === 'delete') return t('changes.loss.delete')
    return change.fields
      .map(({ path }) => {
        const field = fieldAtPath(change.object, {}, path)
        return field ? fieldLabel(t, change.object, field) : path
      })
      .join(', ')
  }
  return (
    <Dialog
      title={t('changes.discardTitle', { count: changes.length })}
      action={{ label: t('changes.discardAction', { count: changes.length }), kind: 'danger-filled', onPress: () => void onDiscard() }}
      onClose={onClose}
    >
      <ul className={styles.toDelete}>
        {changes.slice(0, NAMED).map((change) => (
          <li key={change.id}>
            <bdi className={styles.lossName}>{change.name ?? t('value.noName')}</bdi> <span>{lossOf(change)}</span>
          </li>
        ))}
        {changes.length > NAMED ? <li>{t('changes.andMore', { count: changes.length - NAMED })}</li> : null}
      </ul>
      <p>{t('changes.discardWhy')}</p>
    </Dialog>
  )
}
