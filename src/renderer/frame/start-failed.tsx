/** Shown instead of the app when the engine could not be reached at all. */
import { TextProvider, useText } from '../messages/text'
import { EmptyState } from '../parts/empty-state'
import styles from './start-failed.module.css'

/** @param because `'key'`: the launch address was used before; else what went wrong, for the curious */
export function StartFailed({ because }: { readonly because: string }) {
  return (
    <TextProvider>
      <main className={styles.page}>
        <Words because={because} />
      </main>
    </TextProvider>
  )
}

function Words({ because }: { readonly because: string }) {
  const t = useText()
  if (because === 'key') return <EmptyState icon="lock" title={t('failure.key.title')} why={t('failure.key.why')} />
  return <EmptyState icon="info" title={t('failure.start.title')} why={because} />
}
