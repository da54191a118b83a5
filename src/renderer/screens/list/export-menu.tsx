/** Saving what a list shows as a file. A long one tells how far it is, and can be stopped. */
import { useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import type { JsonObject } from '../../../shared/model/json'
import type { ViewSort } from '../../../shared/model/list-view'
import type { ListRow, Page } from '../../../shared/model/views'
import { failureWords } from '../../data/mutations'
import type { ListSelection } from '../../data/list-queries'
import { useSatchel } from '../../data/satchel'
import { useText } from '../../messages/text'
import { Icon } from '../../parts/icon'
import { PopoverMenu } from '../../parts/popover-menu'
import { hideToast, showToast } from '../../parts/toast'
import { columnLabel } from './column-label'
import type { Column } from './columns'
import { csvOf, saveFile } from './export-list'
import styles from './export-menu.module.css'

export interface ExportMenuProps {
  readonly selection: ListSelection
  readonly sort: readonly ViewSort[]
  readonly columns: readonly Column[]
  readonly fields: readonly string[]
  /** For the file's name. */
  readonly view: string
}

const PAGE = 1000

export function ExportMenu({ selection, sort, columns, fields, view }: ExportMenuProps) {
  const t = useText()
  const satchel = useSatchel()
  const [busy, setBusy] = useState(false)
  const stopped = useRef(false)
  const { object } = selection
  const fileName = (): string => `${t(`title.${object}`)} ${view} ${new Date().toISOString().slice(0, 10)}`

  async function all<Row>(read: (after: string | null) => Promise<Page<Row>>): Promise<readonly Row[] | null> {
    const rows: Row[] = []
    let after: string | null = null
    do {
      const page: Page<Row> = await read(after)
      rows.push(...page.rows)
      after = page.next
      if (stopped.current) return null
      if (after !== null)
        showToast({ fact: t('export.progress', { count: rows.length }), action: { label: t('bulk.stop'), onPress: () => (stopped.current = true) } })
    } while (after !== null)
    return rows
  }
  const run = async (format: 'csv' | 'json'): Promise<void> => {
    if (busy) return
    stopped.current = false
    setBusy(true)
    const name = fileName()
    const query = { ...selection, sort: [...sort], limit: PAGE }
    try {
      const saved = format === 'csv' ? await saveCsv(query, name) : await saveJson(query, name)
      if (saved === null) hideToast()
      else showToast({ fact: t('export.done', { count: saved, noun: t(`object.${object}`, { count: saved }) }), name: `${name}.${format}` })
    } catch (error) {
      showToast({ fact: failureWords(t, error), failed: true })
    } finally {
      setBusy(false)
    }
  }
  type Query = ListSelection & { readonly sort: ViewSort[]; readonly limit: number }
  const saveCsv = async (query: Query, name: string): Promise<number | null> => {
    const rows = await all<ListRow>((after) => satchel.request('records.list', { ...query, fields: [...fields], after }))
    if (rows === null) return null
    // The mark tells spreadsheets that it is UTF-8.
    saveFile(
      `${name}.csv`,
      'text/csv',
      `\u{FEFF}${csvOf(
        rows,
        columns,
        columns.map((column) => columnLabel(t, object, column)),
      )}`,
    )
    return rows.length
  }
  const saveJson = async (query: Query, name: string): Promise<number | null> => {
    const documents = await all<JsonObject>((after) => satchel.request('records.documents', { ...query, after }))
    if (documents === null) return null
    saveFile(`${name}.json`, 'application/json', `${JSON.stringify(documents, null, 2)}\n`)
    return documents.length
  }
  return (
    <PopoverMenu
      label={t('list.export')}
      placement="bottom end"
      entries={[
        { id: 'csv', label: t('export.csv'), icon: 'table', onAction: () => void run('csv') },
        { id: 'json', label: t('export.json'), icon: 'code', onAction: () => void run('json') },
      ]}
      trigger={
        <AriaButton className={styles.button} aria-label={t('list.export')} render={(props) => <button {...props} title={t('list.export')} />}>
          <Icon name="download" />
        </AriaButton>
      }
    />
  )
}
