/** Which column means which field: its name, what stands in it, the field, and how sure the guess is. */
import type { ColumnGuess, Confidence } from '../../../shared/model/import'
import { useText } from '../../messages/text'
import { classes } from '../../parts/classes'
import { Icon } from '../../parts/icon'
import { Mark } from '../../parts/mark'
import { EmptyValue } from '../../parts/value'
import styles from './mapping-table.module.css'
import { targetOptions, type TargetOption } from './target-options'
import type { OpenImport } from './use-import'

export interface MappingTableProps {
  readonly open: OpenImport
  readonly crm: string
  readonly onMap: (column: number, target: string | null) => void
}

export function MappingTable({ open: { guess, settings }, crm, onMap }: MappingTableProps) {
  const t = useText()
  const options = targetOptions(t, settings.object, guess.customFields)
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('import.column.title')}</th>
          <th scope="col">{t('import.column.samples')}</th>
          <th scope="col">{t('import.column.field', { crm })}</th>
          <th scope="col">{t('import.column.guess')}</th>
        </tr>
      </thead>
      <tbody>
        {guess.columns.map((column) => (
          <MappingRow
            key={column.column}
            column={column}
            target={settings.mapping.find((each) => each.column === column.column)?.target ?? null}
            options={options}
            onMap={(target) => onMap(column.column, target)}
          />
        ))}
      </tbody>
    </table>
  )
}

interface MappingRowProps {
  readonly column: ColumnGuess
  readonly target: string | null
  readonly options: readonly TargetOption[]
  readonly onMap: (target: string | null) => void
}

function MappingRow({ column, target, options, onMap }: MappingRowProps) {
  const t = useText()
  const isSkipped = target === null
  const confidence = target === column.target ? column.confidence : 'given'
  return (
    <tr className={classes(isSkipped && styles.skipped)}>
      <th scope="row" className={styles.name}>
        <bdi>{column.title}</bdi>
      </th>
      <td className={styles.samples}>
        {column.samples.length === 0 ? <EmptyValue /> : null}
        {column.samples.map((sample) => (
          <bdi key={sample} className={styles.sample}>
            {sample.slice(0, 200)}
          </bdi>
        ))}
      </td>
      <td>
        <span className={styles.field}>
          <Icon name="arrow" small />
          <select
            className={classes(styles.select, isSkipped && styles.skip)}
            aria-label={t('import.fieldFor', { title: column.title })}
            value={target ?? ''}
            onChange={(event) => onMap(event.target.value === '' ? null : event.target.value)}
          >
            <option value="">{t('import.skip')}</option>
            {options.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
          <span className={styles.chevron}>
            <Icon name="down" small />
          </span>
        </span>
      </td>
      <td className={styles.guess}>
        <Sureness confidence={confidence} isSkipped={isSkipped} />
        {column.unfit > 0 && target === column.target ? <span className={styles.unfit}>{t('import.unfit', { count: column.unfit })}</span> : null}
      </td>
    </tr>
  )
}

function Sureness({ confidence, isSkipped }: { readonly confidence: Confidence; readonly isSkipped: boolean }) {
  const t = useText()
  // A column that was skipped by choice says so; one that nothing fits says that.
  if (isSkipped) return <span className={styles.quiet}>{t(`import.confidence.${confidence === 'certain' ? 'none' : confidence}`)}</span>
  const isSure = confidence !== 'likely'
  return (
    <span className={classes(styles.sure, !isSure && styles.likely)}>
      <Mark name={isSure ? 'pushed' : 'waiting'} label={null} />
      {t(`import.confidence.${confidence}`)}
    </span>
  )
}
