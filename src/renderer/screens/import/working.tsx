/** What is under way, how far it is, and a way out. */
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import type { Progress } from './use-import'
import { ProgressBar } from '../../parts/progress-bar'
import styles from './working.module.css'

export interface WorkingProps {
  readonly progress: Progress | null
  /** What it is doing until the engine says so itself. */
  readonly step: Progress['step']
  readonly onStop: () => void
}

export function Working({ progress, step, onStop }: WorkingProps) {
  const t = useText()
  const { done = 0, total = null } = progress ?? {}
  return (
    <div className={styles.working} role="status">
      <p>{t(`import.working.${progress?.step ?? step}`)}</p>
      <ProgressBar label={t(`import.working.${progress?.step ?? step}`)} max={total ?? 1} value={total === null ? null : done} />
      <span className={styles.figure}>{total === null ? ' ' : t('import.working.of', { done, total })}</span>
      <Button shows="close" onPress={onStop}>
        {t('action.cancel')}
      </Button>
    </div>
  )
}
