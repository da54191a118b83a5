/** What the four shapes mean, and the keys that move a card. */
import { useText } from '../../messages/text'
import { KeyCap } from '../../parts/key-cap'
import { Mark } from '../../parts/mark'
import styles from './board.module.css'

const shapes = ['overdue', 'today', 'none', 'later'] as const

export function BoardFoot() {
  const t = useText()
  return (
    <footer className={styles.foot}>
      {shapes.map((shape) => (
        <span key={shape} className={styles.nextWords}>
          <Mark name={shape} label={null} />
          {t(`board.legend.${shape}`)}
        </span>
      ))}
      <span className={styles.grow} />
      <span className={styles.hint}>
        <KeyCap name="moveLeft" /> <KeyCap name="moveRight" /> {t('board.hint')} · <KeyCap name="moveTo" /> {t('board.hintMenu')}
      </span>
    </footer>
  )
}
