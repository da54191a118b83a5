/** The fields of one change, old → new, with names where ids stand; a new record shows what it will hold, a deletion what goes. */
import { useState } from 'react'
import type { Change, ChangedField } from '../../../shared/sync/change'
import { kindOf } from '../../../shared/sync/merge-field'
import type { JsonObject } from '../../../shared/model/json'
import { useRecord } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { classes } from '../../parts/classes'
import { FieldDiff } from '../../parts/diff/field-diff'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { textContext } from '../../parts/fields/field-context'
import { fieldText } from '../../parts/fields/field-text'
import { fieldLabel } from '../../parts/fields/labels'
import { Tick } from '../../parts/tick'
import { useNames } from '../../parts/fields/names'
import styles from './change-fields.module.css'

/** More fields than this fold: a new company must not fill the screen. */
const FIRST_FIELDS = 6

export interface ChangeFieldsProps {
  readonly change: Change
  readonly crm: string
  readonly unfolded: boolean
  readonly onUnfold: () => void
  /** Where only some of its fields may go. */
  readonly ticks: { isTicked(path: string): boolean; toggle(path: string): void } | null
}

export function ChangeFields({ change, crm, unfolded, onUnfold, ticks }: ChangeFieldsProps) {
  const t = useText()
  const { object, connection } = change
  const shown = change.kind === 'delete' && !unfolded ? [] : unfolded ? change.fields : change.fields.slice(0, FIRST_FIELDS)
  const fields = shown.map((field) => ({ field, known: fieldAtPath(object, {}, field.path) }))
  const names = useNames(
    connection,
    fields.flatMap(({ field, known }) =>
      known ? [field.old, field.new, field.conflict?.theirs].map((value) => ({ kind: known.kind, to: known.to, value })) : [],
    ),
  )
  const document = useCurrencyDocument(change)
  const context = textContext(t, { names, document })
  return (
    <>
      {fields.map(({ field, known }) => {
        const kind = known?.kind ?? kindOf(object, field.path)
        const label = known ? fieldLabel(t, object, known) : field.path
        return (
          <div key={field.path} className={classes(styles.fieldRow, change.error?.field === field.path && styles.named)}>
            {ticks ? (
              <span className={styles.fieldTick}>
                <Tick
                  checked={ticks.isTicked(field.path)}
                  label={t('changes.tickField', { field: label })}
                  onChange={() => ticks.toggle(field.path)}
                />
              </span>
            ) : null}
            <span className={styles.fieldLabel}>{label}</span>
            <span className={styles.diff}>
              <Clipped field={field}>
                <FieldDiff kind={kind} old={field.old} new={field.new} context={context} />
              </Clipped>
            </span>
            <span className={styles.remark}>
              {ticks && !ticks.isTicked(field.path) ? t('changes.staysWaiting') : null}
              {field.conflict === null ? null : (
                <>
                  {t('changes.nowHas', { crm })} “<bdi>{fieldText(kind, field.conflict.theirs, context) || t('value.empty')}</bdi>”
                </>
              )}
            </span>
          </div>
        )
      })}
      {change.fields.length > shown.length ? (
        <Button kind="link" className={styles.moreFields ?? ''} onPress={onUnfold}>
          {t(change.kind === 'delete' ? 'changes.whatGoes' : 'changes.moreFields', { count: change.fields.length - shown.length })}
        </Button>
      ) : null}
    </>
  )
}

/** A note of many pages shows its beginning, the rest on demand. */
function Clipped({ field, children }: { readonly field: ChangedField; readonly children: React.ReactNode }) {
  const t = useText()
  const [all, setAll] = useState(false)
  const long = [field.old, field.new].some((value) => typeof value === 'string' && value.length > 400)
  return (
    <>
      <span className={classes(long && !all && styles.clipped)}>{children}</span>
      {long ? (
        <Button kind="link" className={styles.showAll ?? ''} onPress={() => setAll(!all)}>
          {t(all ? 'field.showLess' : 'field.showAll')}
        </Button>
      ) : null}
    </>
  )
}

/** The currency of the change's amounts: the one it names, else the record's; without either an amount is a number, not a guess. */
function useCurrencyDocument(change: Change): JsonObject {
  const own = change.fields.find(({ path }) => path === 'currency')
  const needed = own === undefined && change.fields.some(({ path }) => kindOf(change.object, path) === 'money')
  const { connection, object, recordId: id } = change
  const record = useRecord({ connection, object, id }, { enabled: needed }).data
  const currency = own?.new ?? own?.old ?? record?.document['currency']
  return typeof currency === 'string' ? { currency } : {}
}
