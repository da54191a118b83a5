/** What stands where the CRM says nothing, and a record's name: isolated, so that one written from right to left disturbs nothing. */
import { useText } from '../messages/text'
import styles from './value.module.css'

export function EmptyValue() {
  const t = useText()
  return (
    <span className={styles.empty}>
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">{t('value.empty')}</span>
    </span>
  )
}

/** A record's name; a record without one is called so, not left blank. */
export function RecordName({ name, className }: { readonly name: string | null; readonly className?: string }) {
  const t = useText()
  return name ? <bdi className={className}>{name}</bdi> : <span className={styles.empty}>{t('value.noName')}</span>
}
