/** *Try it with sample data*: one click, no further question, then the list that is filling. */
import { useCommand } from '../../data/mutations'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { useGo } from '../../parts/link'
import styles from './card.module.css'

const SAMPLE_RECORDS = 5000

export function SampleCard() {
  const t = useText()
  const go = useGo()
  const sample = useCommand('connections.trySample')
  const open = async (): Promise<void> => {
    const connection = await sample.run({ records: SAMPLE_RECORDS })
    if (connection) go({ at: 'list', connection: connection.id, object: 'contact' })
  }
  return (
    <section className={styles.card}>
      <h2 className={styles.title}>{t('connect.sample.title')}</h2>
      <p className={styles.why}>{t('connect.sample.why', { count: SAMPLE_RECORDS })}</p>
      <Button kind="primary" busy={sample.busy} onPress={() => void open()}>
        {sample.busy ? t('connect.sample.busy') : t('connect.sample.action')}
      </Button>
    </section>
  )
}
