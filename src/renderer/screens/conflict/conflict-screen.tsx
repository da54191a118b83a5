/** One conflict, wherever the rep came from. It shows what is asked; what the engine merged by itself is only told. */
import { readField } from '../../../shared/model/field-path'
import type { ChangeId } from '../../../shared/model/ids'
import type { Change } from '../../../shared/sync/change'
import { useChanges, useConnections, useRecord } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { EmptyState } from '../../parts/empty-state'
import { FieldContext } from '../../parts/fields/field-context'
import { namesOf, useNames } from '../../parts/fields/names'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { Link, useGo } from '../../parts/link'
import { Mark } from '../../parts/mark'
import { RecordName } from '../../parts/value'
import { RecordLink } from '../../parts/fields/record-link'
import { useMe } from '../../data/use-me'
import styles from './conflict.module.css'
import { FieldConflict } from './field-conflict'
import { WholeConflict } from './whole-conflict'

export function ConflictScreen({ change: id }: { readonly change: ChangeId }) {
  const t = useText()
  const go = useGo()
  const { data, isPending } = useChanges(null)
  const conflicts = (data ?? []).filter(({ state }) => state === 'conflict')
  const at = conflicts.findIndex((change) => change.id === id)
  const change = conflicts[at]
  if (isPending) return <div className={styles.screen} aria-busy="true" />
  const to = (next: Change | undefined): void => (next ? go({ at: 'conflict', change: next.id }, { replace: true }) : undefined)
  return (
    <div className={styles.screen}>
      <header className={styles.header}>
        <Button kind="quiet" small icon="left" label={t('conflict.toChanges')} onPress={() => go({ at: 'changes' })} />
        <Link to={{ at: 'changes' }} className={styles.crumb}>
          {t('nav.changes')}
        </Link>
        <span className={styles.slash} aria-hidden="true">
          /
        </span>
        <h1 className={styles.title} tabIndex={-1}>
          {t('conflict.title')}
        </h1>
        <span className={styles.grow} />
        {change && conflicts.length > 1 ? (
          <>
            <span className={styles.place}>{t('conflict.place', { at: at + 1, count: conflicts.length })}</span>
            <Button
              kind="quiet"
              small
              icon="up"
              label={t('conflict.previous')}
              reason={at === 0 ? t('conflict.place', { at: at + 1, count: conflicts.length }) : null}
              onPress={() => to(conflicts[at - 1])}
            />
            <Button
              kind="quiet"
              small
              icon="down"
              label={t('conflict.next')}
              reason={at === conflicts.length - 1 ? t('conflict.place', { at: at + 1, count: conflicts.length }) : null}
              onPress={() => to(conflicts[at + 1])}
            />
          </>
        ) : null}
      </header>
      {change ? (
        <OneConflict change={change} open={data ?? []} />
      ) : (
        <EmptyState icon="check" title={t('conflict.gone')} why={t('conflict.goneWhy')}>
          <Button onPress={() => go({ at: 'changes' })}>{t('conflict.toChanges')}</Button>
        </EmptyState>
      )}
    </div>
  )
}

function OneConflict({ change, open }: { readonly change: Change; readonly open: readonly Change[] }) {
  const t = useText()
  const { connection, object, recordId } = change
  const crm = (useConnections().data ?? []).find(({ id }) => id === connection)?.name ?? t('record.theCrm')
  const me = useMe(connection)
  const view = useRecord({ connection, object, id: recordId }).data ?? null
  const document = view?.document ?? {}
  const merged = change.merged.flatMap((path) => {
    const known = fieldAtPath(object, document, path)
    return known ? [{ kind: known.kind, to: known.to, value: readField(document, known.path) }] : []
  })
  const mentions = change.fields.flatMap((field) => {
    const known = fieldAtPath(object, document, field.path)
    const values = field.conflict ? [field.conflict.base, field.conflict.mine, field.conflict.theirs] : [field.old, field.new]
    return known ? values.map((value) => ({ kind: known.kind, to: known.to, value })) : []
  })
  const names = useNames(connection, [...mentions, ...merged], namesOf(view))
  return (
    <FieldContext value={{ connection, object, document, names, crm, me }}>
      <div className={styles.identity}>
        <Mark name="conflict" label={t('state.conflict')} className={styles.bigMark ?? ''} />
        <div className={styles.titles}>
          <h2 className={styles.name}>
            {view ? <RecordLink connection={connection} object={object} id={recordId} name={change.name} /> : <RecordName name={change.name} />}
          </h2>
          <p className={styles.sub}>{t(`changes.kindOf.${change.kind}`, { noun: t(`object.${object}`, { count: 1 }) })}</p>
        </div>
      </div>
      {change.recordConflict === null ? (
        <FieldConflict key={change.id} change={change} open={open} crm={crm} />
      ) : (
        <WholeConflict change={change} crm={crm} view={view} />
      )}
    </FieldContext>
  )
}
