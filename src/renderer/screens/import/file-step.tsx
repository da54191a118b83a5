/** Where a table comes in: dropped, chosen, or pasted from a spreadsheet. */
import { useEffect, useRef, useState } from 'react'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { classes } from '../../parts/classes'
import { FormError } from '../../parts/form-fields'
import { Icon } from '../../parts/icon'
import styles from './file-step.module.css'

export interface FileStepProps {
  readonly error: string | undefined
  readonly onFile: (file: Blob, name: string) => void
}

export function FileStep({ error, onFile }: FileStepProps) {
  const t = useText()
  const field = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const file = event.clipboardData?.files[0]
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (file) onFile(file, file.name)
      else if (text.trim() !== '') onFile(new Blob([text]), t('import.pasted'))
      else return
      event.preventDefault()
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  })
  return (
    <div
      className={classes(styles.drop, over && styles.over)}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const file = event.dataTransfer.files[0]
        if (file) onFile(file, file.name)
      }}
    >
      <span className={styles.tile}>
        <Icon name="upload" />
      </span>
      <p className={styles.title}>{t('import.drop')}</p>
      <p className={styles.why}>{t('import.dropWhy')}</p>
      <Button kind="primary" onPress={() => field.current?.click()}>
        {t('import.choose')}
      </Button>
      <input
        ref={field}
        className="visually-hidden"
        type="file"
        tabIndex={-1}
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
        aria-label={t('import.chooseLabel')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) onFile(file, file.name)
          event.target.value = ''
        }}
      />
      <FormError error={error} />
    </div>
  )
}
