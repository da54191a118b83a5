/** The bar over a record: the way back, and what can be done with the whole of it. */
import type { RecordId } from '../../../shared/model/ids'
import type { RecordView } from '../../../shared/model/views'
import type { Neighbours } from '../../data/use-neighbours'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { StateBadge } from '../../parts/badge'
import { Link, useGo } from '../../parts/link'
import { PopoverMenu } from '../../parts/popover-menu'
import { showToast } from '../../parts/toast'
import { RecordName } from '../../parts/value'
import styles from './record-header.module.css'
import shared from './record.module.css'
import { ConvertLead } from './convert-lead'

export interface RecordHeaderProps {
  readonly view: RecordView
  readonly crm: string
  /** Null where it was opened from no list. */
  readonly neighbours: Neighbours | null
  readonly onNeighbour: (id: RecordId | null) => void
  readonly mayDelete: boolean
  readonly onDelete: () => void
  /** Null where nothing can be logged. */
  readonly onLog: (() => void) | null
}

export function RecordHeader({ view, crm, neighbours, onNeighbour, mayDelete, onDelete, onLog }: RecordHeaderProps) {
  const t = useText()
  const go = useGo()
  const { connection, object } = view
  const deleted = view.changes.find(({ kind }) => kind === 'delete')
  const conflict = view.changes.find(({ state }) => state === 'conflict')
  return (
    <header className={styles.header}>
      <Button kind="quiet" small icon="left" label={t('record.toList')} shows="close" onPress={() => go({ at: 'list', connection, object })} />
      <Link to={{ at: 'list', connection, object }} className={styles.crumb}>
        {t(`title.${object}`)}
      </Link>
      <span className={styles.slash} aria-hidden="true">
        /
      </span>
      <span className={styles.crumbName}>
        <RecordName name={view.name} />
      </span>
      {deleted ? (
        <span className={styles.toBeDeleted}>
          {t('record.toBeDeleted', { crm })} <StateBadge state={deleted.state} />
        </span>
      ) : null}
      <span className={shared.grow} />
      {neighbours ? <PlaceInList neighbours={neighbours} onGo={onNeighbour} /> : null}
      {object === 'lead' ? <ConvertLead view={view} crm={crm} /> : null}
      {conflict ? <Button onPress={() => go({ at: 'conflict', change: conflict.id })}>{t('record.resolve')}</Button> : null}
      <PopoverMenu
        label={t('record.actions')}
        placement="bottom end"
        trigger={<Button kind="quiet" icon="more" label={t('record.actions')} />}
        entries={[
          { id: 'copy', label: t('record.copyId'), icon: 'copy', onAction: () => void copy(view.remoteId ?? view.id, t('record.copied')) },
          'line',
          {
            id: 'delete',
            label: t('record.deleteIn', { crm }),
            icon: 'trash',
            danger: true,
            shows: 'remove',
            reason: mayDelete ? null : t(deleted ? 'record.alreadyDeleted' : 'field.reason.by-crm', { crm }),
            onAction: onDelete,
          },
        ]}
      />
      {onLog === null ? null : (
        <Button icon="activity" shows="logActivity" onPress={onLog}>
          {t('composer.log')}
        </Button>
      )}
    </header>
  )
}

/** "7 of 312", and the ways to the ones beside it. */
function PlaceInList({
  neighbours: { index, count, previous, next },
  onGo,
}: {
  readonly neighbours: Neighbours
  readonly onGo: (id: RecordId | null) => void
}) {
  const t = useText()
  return (
    <span className={styles.place}>
      <span className={styles.placeWords}>
        {count === null ? t('record.placeOnly', { at: index + 1 }) : t('record.place', { at: index + 1, count })}
      </span>
      <Button kind="quiet" small icon="up" label={t('record.previous')} shows="previousRecord" onPress={() => onGo(previous)} />
      <Button kind="quiet" small icon="down" label={t('record.next')} shows="nextRecord" onPress={() => onGo(next)} />
    </span>
  )
}

async function copy(text: string, words: string): Promise<void> {
  await navigator.clipboard.writeText(text)
  showToast({ fact: words, name: text })
}
