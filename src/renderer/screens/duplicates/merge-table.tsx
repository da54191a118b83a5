/** The records side by side, field by field, and what comes out of it. A choice is a radio; lists are united and need none. */
import { useId } from 'react'
import type { MergeableObject } from '../../../shared/model/duplicates'
import type { FieldKind } from '../../../shared/model/fields'
import { fieldAt } from '../../../shared/model/fields'
import type { RecordId } from '../../../shared/model/ids'
import { isEmptyValue, type Json } from '../../../shared/model/json'
import type { MergedField } from '../../../shared/model/merge-records'
import type { RecordView } from '../../../shared/model/views'
import { useText } from '../../messages/text'
import { classes } from '../../parts/classes'
import { currencyOf, fieldText } from '../../parts/fields/field-text'
import { fieldLabel } from '../../parts/fields/labels'
import { EmptyValue, RecordName } from '../../parts/value'
import styles from './merge-table.module.css'

export interface MergeTableProps {
  readonly object: MergeableObject
  /** The keeper first. */
  readonly views: readonly RecordView[]
  /** The columns stay where they are, whoever is kept. */
  readonly order: readonly RecordId[]
  readonly fields: readonly MergedField[]
  readonly onKeep: (id: RecordId) => void
  readonly onPick: (path: string, id: RecordId) => void
}

export function MergeTable({ object, views, order, fields, onKeep, onPick }: MergeTableProps) {
  const t = useText()
  const group = useId()
  const keeper = views[0]
  const columns = order.flatMap((id) => views.find((view) => view.id === id) ?? [])
  const differing = fields.filter(({ differs }) => differs)
  const textOf = (view: RecordView, kind: FieldKind, value: Json): string =>
    fieldText(kind, value, {
      nameOf: (id) => views.map(({ names }) => (Object.hasOwn(names, id) ? names[id]?.name : null)).find((name) => name) ?? null,
      currency: currencyOf(view.document),
      yes: t('value.yes'),
      no: t('value.no'),
    })
  return (
    <div className={styles.box} role="region" aria-label={t('duplicates.merge')} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('duplicates.field')}</th>
            {columns.map((view) => (
              <th key={view.id} scope="col">
                <label className={styles.keep}>
                  <input
                    type="radio"
                    name={`${group} keep`}
                    checked={view.id === keeper?.id}
                    aria-label={t('duplicates.keepThis', { name: view.name ?? t('value.noName') })}
                    onChange={() => onKeep(view.id)}
                  />
                  <span className={styles.name}>
                    <RecordName name={view.name} />
                  </span>
                  {view.id === keeper?.id ? <span className={styles.kept}>{t('duplicates.keep')}</span> : null}
                </label>
              </th>
            ))}
            <th scope="col" className={styles.result}>
              {t('duplicates.result')}
            </th>
          </tr>
        </thead>
        <tbody>
          {differing.map((field) => {
            const label = fieldLabel(t, object, { path: field.path, label: null })
            return (
              <tr key={field.path}>
                <th scope="row">{label}</th>
                {columns.map((view) => {
                  const place = views.indexOf(view)
                  const value = field.values[place] ?? null
                  const text = textOf(view, kindOf(object, field), value)
                  return (
                    <td key={view.id} className={classes(field.from === place && styles.taken)}>
                      {field.from === null ? (
                        <Value text={text} isEmpty={isEmptyValue(value)} />
                      ) : (
                        <label className={styles.choice}>
                          <input
                            type="radio"
                            name={`${group} ${field.path}`}
                            checked={field.from === place}
                            aria-label={t('duplicates.take', { field: label, name: view.name ?? t('value.noName'), value: text || t('value.empty') })}
                            onChange={() => onPick(field.path, view.id)}
                          />
                          <Value text={text} isEmpty={isEmptyValue(value)} />
                        </label>
                      )}
                    </td>
                  )
                })}
                <td className={styles.result}>
                  <Value text={keeper ? textOf(keeper, kindOf(object, field), field.result) : ''} isEmpty={isEmptyValue(field.result)} />
                  {field.from === null ? <span className={styles.united}>{t('duplicates.united')}</span> : null}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className={styles.same}>{t('duplicates.sameOnes', { count: fields.length - differing.length })}</p>
    </div>
  )
}

function Value({ text, isEmpty }: { readonly text: string; readonly isEmpty: boolean }) {
  return isEmpty ? <EmptyValue /> : <bdi>{text.slice(0, 500)}</bdi>
}

function kindOf(object: MergeableObject, { path, kind }: MergedField): FieldKind {
  return fieldAt(object, path)?.kind ?? kind
}
