/** Saving a list as a file on this computer. Nothing is asked of the CRM. */
import { useEffect, useRef, useState } from 'react'
import { useSatchel } from '../../data/satchel'
import { useText } from '../../messages/text'
import { Dialog } from '../../parts/dialog'
import { formatNumber } from '../../parts/format'
import { SelectField } from '../../parts/form-fields'
import { saveFile } from '../../parts/save-file'
import { showToast } from '../../parts/toast'
import styles from './export-dialog.module.css'
import { type ExportOptions, exportRecords } from './export-records'

export interface ExportDialogProps {
  readonly query: ExportOptions['query']
  /** The fields that the view shows. */
  readonly shown: readonly string[]
  readonly onClose: () => void
}

export function ExportDialog({ query, shown, onClose }: ExportDialogProps) {
  const t = useText()
  const satchel = useSatchel()
  const [format, setFormat] = useState<'csv' | 'json'>('csv')
  const [fields, setFields] = useState<'all' | 'shown'>('all')
  const [records, setRecords] = useState<number | null>(null)
  const [failed, setFailed] = useState(false)
  const stopping = useRef(new AbortController())
  useEffect(() => {
    const controller = stopping.current
    return () => controller.abort()
  }, [])
  const save = async (): Promise<void> => {
    setRecords(0)
    setFailed(false)
    const { signal } = stopping.current
    try {
      const parts = await exportRecords(satchel, { query, format, fields: fields === 'all' ? null : shown, onRecords: setRecords, signal })
      const name = `${t(`title.${query.object}`)} ${new Date().toISOString().slice(0, 10)}.${format}`
      saveFile(name, format === 'csv' ? 'text/csv' : 'application/json', parts)
      showToast({ fact: t('export.done'), name })
      onClose()
    } catch {
      // Stopped by whoever closed the dialog, or the engine did not answer: the rep sees which.
      if (!signal.aborted) setFailed(true)
      setRecords(null)
    }
  }
  const busy = records !== null
  return (
    <Dialog
      title={t('export.title', { objects: t(`title.${query.object}`) })}
      action={{ label: t('export.save'), kind: 'primary', busy, onPress: () => void save() }}
      onClose={onClose}
    >
      <div className={styles.fields}>
        <SelectField
          label={t('export.format')}
          value={format}
          options={(['csv', 'json'] as const).map((id) => ({ id, label: t(`export.format.${id}`) }))}
          onChange={setFormat}
        />
        <SelectField
          label={t('export.fields')}
          hint={t('export.hint')}
          value={fields}
          options={(['all', 'shown'] as const).map((id) => ({ id, label: t(`export.fields.${id}`) }))}
          onChange={setFields}
        />
        <p role="status" className={styles.status}>
          {busy ? t('export.records', { count: formatNumber(records) }) : failed ? t('export.failed') : null}
        </p>
      </div>
    </Dialog>
  )
}
