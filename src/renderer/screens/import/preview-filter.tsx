/** How many rows of each kind there are; one is looked at alone by pressing it. */
import { type RowCounts, type RowKind, rowKinds } from '../../../shared/model/import'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import styles from './preview.module.css'
import { KindMark } from './row-kinds'

export interface PreviewFilterProps {
  readonly counts: RowCounts | null
  readonly kind: RowKind | null
  readonly onChange: (kind: RowKind | null) => void
}

export function PreviewFilter({ counts, kind, onChange }: PreviewFilterProps) {
  const t = useText()
  if (counts === null) {
    return (
      <span className={styles.planning} role="status">
        {t('import.working.planning')}
      </span>
    )
  }
  const all = rowKinds.reduce((sum, each) => sum + counts[each], 0)
  return (
    <div className={styles.filter} role="group" aria-label={t('import.willBe')}>
      <Button small kind="quiet" pressed={kind === null} onPress={() => onChange(null)}>
        {t('import.all', { count: all })}
      </Button>
      {rowKinds
        .filter((each) => counts[each] > 0 || each === kind)
        .map((each) => (
          <Button key={each} small kind="default" pressed={kind === each} onPress={() => onChange(kind === each ? null : each)}>
            <KindMark kind={each} />
            {t('import.kindCount', { kind: t(`import.kind.${each}`), count: counts[each] })}
          </Button>
        ))}
    </div>
  )
}
