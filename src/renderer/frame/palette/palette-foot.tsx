/** What was found, in a sentence that is read out, and how to go on: the keys, and the characters that narrow the search. */
import { useText } from '../../messages/text'
import styles from './palette.module.css'
import { type PalettePrefix, paletteScopes } from './palette-query'

export interface PaletteFootProps {
  readonly words: string
  readonly found: number
  readonly settled: boolean
  readonly onPrefix: (prefix: PalettePrefix) => void
}

export function PaletteFoot({ words, found, settled, onPrefix }: PaletteFootProps) {
  const t = useText()
  const said = words === '' || !settled ? '' : found === 0 ? t('search.nothing', { text: words }) : t('search.results', { count: found })
  return (
    <div className={styles.foot}>
      <span className={styles.said} role="status">
        {said}
      </span>
      <span className={styles.keys} aria-hidden="true">
        <kbd>↵</kbd> {t('search.open')}
      </span>
      {(Object.keys(paletteScopes) as PalettePrefix[]).map((prefix) => (
        <button key={prefix} type="button" className={styles.prefix} tabIndex={-1} onClick={() => onPrefix(prefix)}>
          <kbd>{prefix}</kbd> {t(`palette.scope.${paletteScopes[prefix]}`)}
        </button>
      ))}
    </div>
  )
}
