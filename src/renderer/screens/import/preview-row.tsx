/** One row of the preview: what becomes of it, and its cells. */
import type { RowPlan } from '../../../shared/model/import'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { formatNumber } from '../../parts/format'
import { PopoverMenu } from '../../parts/popover-menu'
import { RecordName } from '../../parts/value'
import { PreviewCell } from './preview-cell'
import styles from './preview.module.css'
import { KindMark } from './row-kinds'
import type { Correction } from './use-import'

/** A mapped column; the path is null for an id, which fills no field. */
export interface PreviewColumn {
  readonly column: number
  readonly label: string
  readonly path: string | null
}

export interface PreviewRowProps {
  readonly plan: RowPlan
  readonly columns: readonly PreviewColumn[]
  /** The column that is the name; it is corrected where the name stands. */
  readonly nameColumn: number | null
  readonly onCorrect: (correction: Correction) => Promise<void>
}

export function PreviewRow({ plan, columns, nameColumn, onCorrect }: PreviewRowProps) {
  const t = useText()
  const whole = plan.problems.find(({ column }) => column === null)
  return (
    <tr>
      <td className={styles.rowNumber}>{formatNumber(plan.row + 1)}</td>
      <td>
        <span className={styles.kind}>
          <KindMark kind={plan.kind} />
          {t(`import.kind.${plan.kind}`)}
        </span>
        {plan.sameAs === null ? null : <span className={styles.aside}>{t('import.sameAs', { row: plan.sameAs + 1 })}</span>}
        {whole ? <span className={styles.aside}>{t('import.expected', { words: whole.words })}</span> : null}
        {plan.choices?.column === null ? <Chooser plan={plan} onCorrect={onCorrect} /> : null}
      </td>
      {nameColumn === null ? (
        <td className={styles.name}>
          <RecordName name={plan.name} />
        </td>
      ) : (
        <PreviewCell plan={plan} column={nameColumn} label={t('import.name')} path="name" isName onCorrect={onCorrect} />
      )}
      {columns.map(({ column, label, path }) => (
        <PreviewCell key={column} plan={plan} column={column} label={label} path={path} onCorrect={onCorrect}>
          {plan.choices?.column === column ? <Chooser plan={plan} onCorrect={onCorrect} /> : null}
        </PreviewCell>
      ))}
    </tr>
  )
}

/** Who is meant, where several fit: never decided by anybody but the person. */
function Chooser({ plan, onCorrect }: Pick<PreviewRowProps, 'plan' | 'onCorrect'>) {
  const t = useText()
  const { choices, row } = plan
  if (choices === null) return null
  const { column, candidates } = choices
  const choose = (id: string | null): void =>
    void onCorrect(column === null ? { row, record: id } : { row, links: id === null ? [] : [{ column, id }] })
  const entries = candidates.map(({ id, name, fact }) => ({
    id,
    label: [name ?? t('value.noName'), fact].filter((part) => part !== null).join(' · '),
    onAction: () => choose(id),
  }))
  return (
    <PopoverMenu
      label={t('import.chooseFor', { row: row + 1 })}
      entries={
        column === null ? [...entries, 'line', { id: ' new', label: t('import.chooseNew'), icon: 'plus', onAction: () => choose(null) }] : entries
      }
      trigger={
        <Button kind="link" small>
          {t('import.several', { count: candidates.length })}, {t('import.kind.choose')}
        </Button>
      }
    />
  )
}
