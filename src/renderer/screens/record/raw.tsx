/** The record as data: what the rep sees of it, and what the CRM's own provider sent. Text, and nothing but text. */
import { useState } from 'react'
import type { RecordView } from '../../../shared/model/views'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import styles from './raw.module.css'
import shared from './record.module.css'

/** What a page lays out without a pause; the rest on demand. */
const FIRST_CHARACTERS = 50_000

export function Raw({ view, crm }: { readonly view: RecordView; readonly crm: string }) {
  const t = useText()
  const [shows, setShows] = useState<'document' | 'raw'>('document')
  const [all, setAll] = useState(false)
  const text = JSON.stringify(shows === 'raw' ? view.raw : view.document, null, 2)
  return (
    <div className={styles.raw}>
      <div className={shared.chips} role="group" aria-label={t('record.tab.raw')}>
        <Button kind="quiet" small pressed={shows === 'document'} onPress={() => setShows('document')}>
          {t('raw.document')}
        </Button>
        <Button
          kind="quiet"
          small
          pressed={shows === 'raw'}
          reason={view.raw === null ? t('raw.none', { crm }) : null}
          onPress={() => setShows('raw')}
        >
          {t('raw.provider', { crm })}
        </Button>
        <span className={shared.grow} />
        <Button kind="quiet" small icon="copy" onPress={() => void navigator.clipboard.writeText(text)}>
          {t('raw.copy')}
        </Button>
      </div>
      <pre className={styles.json} tabIndex={0}>
        {all ? text : text.slice(0, FIRST_CHARACTERS)}
      </pre>
      {!all && text.length > FIRST_CHARACTERS ? (
        <Button kind="link" onPress={() => setAll(true)}>
          {t('raw.all', { count: text.length })}
        </Button>
      ) : null}
    </div>
  )
}
