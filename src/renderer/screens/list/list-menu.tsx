/** What can be done with the whole of a list: saved as a file, filled from one, looked through for duplicates. */
import { useState } from 'react'
import type { ViewSort } from '../../../shared/model/list-view'
import type { ListSelection } from '../../data/list-queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { useGo } from '../../parts/link'
import { type MenuEntry, PopoverMenu } from '../../parts/popover-menu'
import { ExportDialog } from '../export/export-dialog'

export interface ListMenuProps {
  readonly selection: ListSelection
  readonly sort: readonly ViewSort[]
  /** The fields that the view shows. */
  readonly fields: readonly string[]
  readonly canWrite: boolean
}

export function ListMenu({ selection, sort, fields, canWrite }: ListMenuProps) {
  const t = useText()
  const go = useGo()
  const [exporting, setExporting] = useState(false)
  const { connection, object } = selection
  const entries: (MenuEntry | 'line')[] = [{ id: 'export', label: t('export.open'), icon: 'download', onAction: () => setExporting(true) }]
  if (canWrite) entries.push({ id: 'import', label: t('import.open'), icon: 'upload', onAction: () => go({ at: 'import', connection, object }) })
  if (canWrite && (object === 'contact' || object === 'company'))
    entries.push('line', {
      id: 'duplicates',
      label: t('duplicates.open'),
      icon: 'copy',
      onAction: () => go({ at: 'duplicates', connection, object }),
    })
  return (
    <>
      <PopoverMenu
        label={t('list.menu')}
        placement="bottom end"
        trigger={<Button kind="quiet" icon="more" label={t('list.menu')} />}
        entries={entries}
      />
      {exporting ? <ExportDialog query={{ ...selection, sort: [...sort] }} shown={fields} onClose={() => setExporting(false)} /> : null}
    </>
  )
}
