/** Text from the CRM: isolated, so that a name written from right to left disturbs nothing round it. An empty one is a dash. */
import { useText } from '../messages/text'
import styles from './value.module.css'

export function Value({ children, className }: { readonly children: string | null | undefined; readonly className?: string }) {
  return children ? <bdi className={className}>{children}</bdi> : <EmptyValue />
}

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
