/** One change in the review: what it is, of which record, where it stands, and below it its fields. */
import type { Ref } from 'react'
import type { Change } from '../../../shared/sync/change'
import { kindOf } from '../../../shared/sync/merge-field'
import { useText } from '../../messages/text'
import { StateBadge } from '../../parts/badge'
import { Button } from '../../parts/button'
import { classes } from '../../parts/classes'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { RecordLink } from '../../parts/fields/record-link'
import { fieldLabel } from '../../parts/fields/labels'
import { formatDayTime, formatWhen } from '../../parts/format'
import { Icon, type IconName } from '../../parts/icon'
import { Mark } from '../../parts/mark'
import { useNow } from '../../parts/use-now'
import { ChangeFields } from './change-fields'
import styles from './changes.module.css'
import { EditChange } from './edit-change'

const kindIcons: Readonly<Record<Change['kind'], IconName>> = { create: 'plus', update: 'edit', delete: 'trash' }

export interface ChangeRowProps {
  readonly change: Change
  readonly crm: string
  /** Null where there is nothing to tick. */
  readonly ticked: boolean | null
  readonly focused: boolean
  readonly unfolded: boolean
  readonly editing: boolean
  readonly ref?: Ref<HTMLElement>
  readonly onFocus: () => void
  readonly onTick: () => void
  readonly onUnfold: () => void
  readonly onEdit: () => void
  readonly onEdited: () => void
  readonly onRetry: () => void
  readonly onHold: () => void
  readonly onDiscard: () => void
  readonly onResolve: () => void
}

export function ChangeRow({
  change,
  crm,
  ticked,
  focused,
  unfolded,
  editing,
  ref,
  onFocus,
  onTick,
  onUnfold,
  onEdit,
  onEdited,
  onRetry,
  onHold,
  onDiscard,
  onResolve,
}: ChangeRowProps) {
  const t = useText()
  const now = useNow()
  const { state, kind, object } = change
  const name = change.name ?? t('value.noName')
  const labelOf = (path: string): string => {
    const field = fieldAtPath(object, {}, path)
    return field ? fieldLabel(t, object, field) : path
  }
  return (
    <article
      className={classes(styles.change, focused && styles.focused)}
      tabIndex={focused ? 0 : -1}
      aria-label={t('changes.rowLabel', { kind: t(`changes.kind.${kind}`), name, state: t(`state.${state}`) })}
      data-change={change.id}
      onFocus={onFocus}
      {...(ref ? { ref } : {})}
    >
      <header className={styles.changeHead}>
        {ticked === null ? (
          <span className={styles.noTick} />
        ) : (
          <input type="checkbox" className={styles.tick} checked={ticked} aria-label={t('changes.tick', { name })} onChange={onTick} />
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
        <span className={styles.actions}>
          {state === 'conflict' ? (
            <Button small shows="openConflict" onPress={onResolve}>
              {t('changes.resolve')}
            </Button>
          ) : null}
          {state === 'rejected' && kind !== 'delete' ? (
            <Button small onPress={onEdit}>
              {t('changes.edit')}
            </Button>
          ) : null}
          {state === 'rejected' ? (
            <Button small onPress={onRetry}>
              {t('action.tryAgain')}
            </Button>
          ) : null}
          {state === 'held' ? (
            <Button kind="quiet" small onPress={onRetry}>
              {t('changes.release')}
            </Button>
          ) : null}
          {state === 'waiting' ? (
            <span className={styles.onHover}>
              <Button kind="quiet" small onPress={onHold}>
                {t('changes.hold')}
              </Button>
            </span>
          ) : null}
          {state === 'waiting' || state === 'held' || state === 'rejected' || state === 'conflict' ? (
            <span className={classes(state === 'waiting' && styles.onHover)}>
              <Button kind="quiet" small onPress={onDiscard}>
                {t('changes.discard')}
              </Button>
            </span>
          ) : null}
        </span>
        <span className={styles.state}>
          <StateBadge state={state} />
        </span>
        <time className={styles.time} title={formatDayTime({ kind: 'instant', at: change.updatedAt })}>
          {formatWhen(change.updatedAt, now)}
        </time>
      </header>
      {editing ? (
        <EditChange change={change} crm={crm} onDone={onEdited} />
      ) : (
        <ChangeFields change={change} crm={crm} unfolded={unfolded} onUnfold={onUnfold} />
      )}
      {change.recordConflict === null ? null : (
        <p className={styles.merged}>
          <Icon name="info" small />
          <span>{t(`changes.record.${change.recordConflict}`, { crm })}</span>
        </p>
      )}
      {change.error === null || state === 'pushed' || state === 'discarded' ? null : <Refusal change={change} crm={crm} labelOf={labelOf} />}
      {change.merged.length === 0 ? null : (
        <p className={styles.merged}>
          <Icon name="info" small />
          <span>{t('changes.merged', { crm, fields: change.merged.map(labelOf).join(', ') })}</span>
        </p>
      )}
      {change.needs.length > 0 && state === 'waiting' ? (
        <p className={styles.merged}>
          <Icon name="link" small />
          <span>{t('changes.needs', { count: change.needs.length })}</span>
        </p>
      ) : null}
    </article>
  )
}

/** The CRM's own words, and nothing in their place. */
function Refusal({ change, crm, labelOf }: { readonly change: Change; readonly crm: string; readonly labelOf: (path: string) => string }) {
  const t = useText()
  if (change.error === null) return null
  const { message, code, field } = change.error
  const rejected = change.state === 'rejected'
  const details = (): string =>
    JSON.stringify(
      {
        ...change.error,
        change: change.id,
        record: change.remoteId ?? change.recordId,
        fields: change.fields.map(({ path, new: value }) => ({ path, value, kind: kindOf(change.object, path) })),
      },
      null,
      2,
    )
  return (
    <div className={rejected ? styles.refusal : styles.lastTry}>
      <Mark name={rejected ? 'rejected' : 'wait'} label={null} />
      <div>
        <b>{t(rejected ? 'changes.says' : 'changes.lastTry', { crm })}</b> {field === null ? null : <>{labelOf(field)}: </>}“<bdi>{message}</bdi>”{' '}
        <span className={styles.code}>{code}</span>{' '}
        {rejected ? (
          <Button kind="link" className={styles.copy ?? ''} onPress={() => void navigator.clipboard.writeText(details())}>
            {t('action.copyDetails')}
          </Button>
        ) : null}
      </div>
    </div>
  )
}
