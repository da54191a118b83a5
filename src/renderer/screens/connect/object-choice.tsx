/** Which types of record are asked for and downloaded. */
import { useText } from '../../messages/text'
import { Tick } from '../../parts/tick'
import styles from './card.module.css'

export const choosable = ['contact', 'company', 'deal', 'lead', 'event'] as const
export type Choosable = (typeof choosable)[number]

export function ObjectChoice({
  chosen,
  onChange,
}: {
  readonly chosen: readonly Choosable[]
  readonly onChange: (chosen: readonly Choosable[]) => void
}) {
  const t = useText()
  return (
    <fieldset className={styles.choice}>
      <legend className={styles.label}>{t('signIn.objects')}</legend>
      {choosable.map((object) => (
        <Tick
          key={object}
          checked={chosen.includes(object)}
          onChange={() => onChange(choosable.filter((each) => chosen.includes(each) !== (each === object)))}
        >
          <span>{t(`signIn.object.${object}`)}</span>
        </Tick>
      ))}
      <p className={styles.quiet}>{t('signIn.objectsWhy')}</p>
    </fieldset>
  )
}
