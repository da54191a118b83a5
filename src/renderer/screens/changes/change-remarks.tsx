/** What there is to say about a change: what a push would do, the CRM's refusal in its own words, what was merged, what it waits for. */
import type { Change } from '../../../shared/sync/change'
import { kindOf } from '../../../shared/sync/merge-field'
import type { ChangeCheck } from '../../../shared/sync/report'
import { type Text, useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { classes } from '../../parts/classes'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { fieldLabel } from '../../parts/fields/labels'
import { Icon, type IconName } from '../../parts/icon'
import { Mark } from '../../parts/mark'
import styles from './change-remarks.module.css'

export interface ChangeRemarksProps {
  readonly change: Change
  readonly crm: string
  /** What was found when the rep asked. */
  readonly check: ChangeCheck | null
}

export function ChangeRemarks({ change, crm, check }: ChangeRemarksProps) {
  const t = useText()
  const { state } = change
  const labelOf = (path: string): string => {
    const field = fieldAtPath(change.object, {}, path)
    return field ? fieldLabel(t, change.object, field) : path
  }
  const remark = (icon: IconName, words: string, warned = false): React.ReactNode => (
    <p className={classes(styles.remark, warned && styles.warned)}>
      <Icon name={icon} small />
      <span>{words}</span>
    </p>
  )
  const settled = state === 'pushed' || state === 'discarded'
  return (
    <>
      {check === null || state !== 'waiting' ? null : remark('shield', verdictOf(t, check), check.would === 'conflict' || check.would === 'reject')}
      {change.approved ? remark('check', t('changes.approved', { crm })) : null}
      {change.recordConflict === null ? null : remark('info', t(`changes.record.${change.recordConflict}`, { crm }))}
      {change.error === null || settled ? null : <Refusal change={change} crm={crm} labelOf={labelOf} />}
      {change.merged.length === 0 ? null : remark('info', t('changes.merged', { crm, fields: change.merged.map(labelOf).join(', ') }))}
      {change.rewritten.length === 0
        ? null
        : remark('info', t('changes.rewritten', { crm, fields: change.rewritten.map(({ path }) => labelOf(path)).join(', ') }))}
      {change.needs.length === 0 || state !== 'waiting'
        ? null
        : remark('link', change.blocked ?? t('changes.needs', { count: change.needs.length }), change.blocked !== null)}
    </>
  )
}

/** Why it goes as expected is of no interest; why it does not is. */
function verdictOf(t: Text, { would, why }: ChangeCheck): string {
  const words = t(`changes.would.${would}`)
  return would === 'create' || would === 'update' || would === 'delete' ? words : `${words} ${why}`
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
