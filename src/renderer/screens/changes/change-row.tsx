/** One change in the review: what it is, of which record, where it stands, and below it its fields and what there is to say. */
import type { Change } from '../../../shared/sync/change'
import { useText } from '../../messages/text'
import { StateBadge } from '../../parts/badge'
import { classes } from '../../parts/classes'
import { RecordLink } from '../../parts/fields/record-link'
import { formatDayTime, formatWhen } from '../../parts/format'
import { Icon, type IconName } from '../../parts/icon'
import { Tick } from '../../parts/tick'
import { useNow } from '../../parts/use-now'
import { ChangeActions } from './change-actions'
import { ChangeFields } from './change-fields'
import { ChangeRemarks } from './change-remarks'
import styles from './change-row.module.css'
import { EditChange } from './edit-change'
import type { Review } from './use-review'

const kindIcons: Readonly<Record<Change['kind'], IconName>> = { create: 'plus', update: 'edit', delete: 'trash' }

export interface ChangeRowProps {
  readonly review: Review
  readonly change: Change
}

export function ChangeRow({ review, change }: ChangeRowProps) {
  const t = useText()
  const now = useNow()
  const { state, kind, object } = change
  const crm = review.crmOf(change)
  const name = change.name ?? t('value.noName')
  const focused = change === review.current
  return (
    <article
      className={classes(styles.change, focused && styles.focused)}
      tabIndex={focused ? 0 : -1}
      aria-label={t('changes.rowLabel', { kind: t(`changes.kind.${kind}`), name, state: t(`state.${state}`) })}
      data-change={change.id}
      onFocus={() => review.focus(change)}
    >
      <header className={styles.changeHead}>
        {state === 'waiting' ? (
          <Tick
            checked={review.isTicked(change)}
            mixed={review.isTicked(change) && change.fields.some(({ path }) => !review.isFieldTicked(change, path))}
            label={t('changes.tick', { name })}
            onChange={() => review.tick(change)}
          />
        ) : (
          <span className={styles.noTick} />
        )}
        <span className={styles.kindIcon} title={t(`changes.kind.${kind}`)}>
          <Icon name={kindIcons[kind]} small />
        </span>
        <span className={styles.changeName}>
          <span className={styles.recordName}>
            {kind === 'delete' && state === 'pushed' ? (
              <bdi>{name}</bdi>
            ) : (
              <RecordLink connection={change.connection} object={object} id={change.recordId} name={change.name} />
            )}
          </span>
          <span className={styles.sub}>
            {t(`changes.kindOf.${kind}`, { noun: t(`object.${object}`, { count: 1 }) })}
            {change.batch === null ? null : (
              <>
                {' '}
                · <bdi>{change.batch}</bdi>
              </>
            )}
          </span>
        </span>
        <ChangeActions review={review} change={change} />
        <span className={styles.state}>
          <StateBadge state={state} />
        </span>
        <time className={styles.time} title={formatDayTime({ kind: 'instant', at: change.updatedAt })}>
          {formatWhen(change.updatedAt, now)}
        </time>
      </header>
      {review.editing === change.id ? (
        <EditChange
          change={change}
          crm={crm}
          onDone={() => {
            review.edit(null)
            review.moveTo(change)
          }}
        />
      ) : (
        <ChangeFields
          change={change}
          crm={crm}
          unfolded={review.isUnfolded(change)}
          onUnfold={() => review.unfold(change)}
          ticks={
            change.state === 'waiting' && change.kind !== 'delete' && change.fields.length > 1
              ? { isTicked: (path) => review.isFieldTicked(change, path), toggle: (path) => review.tickField(change, path) }
              : null
          }
        />
      )}
      <ChangeRemarks change={change} crm={crm} check={review.checks.of(change)} />
    </article>
  )
}
