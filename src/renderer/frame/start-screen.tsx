/** The bare address: the rep's list, or the way to connect a CRM when there is none. */
import { useEffect } from 'react'
import { useConnections } from '../data/queries'
import { failureWords } from '../data/mutations'
import { useText } from '../messages/text'
import { Button } from '../parts/button'
import { EmptyState } from '../parts/empty-state'
import { useGo } from '../parts/link'
import { useLastConnection } from './current-connection'
import styles from './start-failed.module.css'

export function StartScreen() {
  const t = useText()
  const go = useGo()
  const { data: connections, error, refetch } = useConnections()
  const last = useLastConnection()
  useEffect(() => {
    if (!connections) return
    const connection = connections.find(({ id }) => id === last) ?? connections[0]
    go(connection ? { at: 'list', connection: connection.id, object: 'contact' } : { at: 'connect' }, { replace: true })
  }, [connections, last, go])
  if (!error) return null
  return (
    <main className={styles.page}>
      <EmptyState icon="info" title={t('failure.start.title')} why={failureWords(t, error)}>
        <Button onPress={() => void refetch()}>{t('action.tryAgain')}</Button>
      </EmptyState>
    </main>
  )
}
