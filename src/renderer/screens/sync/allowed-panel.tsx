/** What the CRM behind a connection allows, as it said when it was connected; folded, for it seldom matters. */
import type { Connection } from '../../../shared/model/views'
import { providerName } from '../../../shared/model/providers'
import { useSupport } from '../../data/support'
import { useText } from '../../messages/text'
import { SupportList } from '../../parts/support-list'
import styles from './allowed-panel.module.css'

export function AllowedPanel({ connection }: { readonly connection: Connection }) {
  const t = useText()
  const kept = useSupport(connection.id).data
  if (!kept || kept.at === null) return null
  return (
    <details className={styles.panel}>
      <summary className={styles.summary}>{t('support.title', { name: providerName(connection.provider) })}</summary>
      <div className={styles.list}>
        <SupportList support={kept.objects} />
      </div>
    </details>
  )
}
