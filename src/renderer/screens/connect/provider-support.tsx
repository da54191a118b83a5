/** What the CRM allows: as its gateway says it before anybody signs in, or as it was kept with the connection. */
import type { Connection } from '../../../shared/model/views'
import { useProviderDetails, useSupport } from '../../data/support'
import { useText } from '../../messages/text'
import { SupportList } from '../../parts/support-list'
import styles from './card.module.css'

export interface ProviderSupportProps {
  readonly provider: { readonly id: string; readonly name: string }
  readonly connection: Connection | null
}

/** Nothing where nobody could be asked yet. */
export function ProviderSupport({ provider, connection }: ProviderSupportProps) {
  const t = useText()
  const details = useProviderDetails(provider.id).data
  const kept = useSupport(connection?.id ?? null).data
  const support = details?.support ?? (kept && kept.at !== null ? kept.objects : null)
  if (support === null) return null
  return (
    <div className={styles.below}>
      <h3 className={styles.label}>{t('support.title', { name: provider.name })}</h3>
      {support.length === 0 ? <p className={styles.quiet}>{t('support.none', { name: provider.name })}</p> : <SupportList support={support} />}
      {details?.rateLimit ? <p className={styles.quiet}>{t('support.rateLimit', { words: details.rateLimit })}</p> : null}
    </div>
  )
}
