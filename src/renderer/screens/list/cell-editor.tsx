/** The editor of one cell, over it. It is the same as on the record's page; the record is read when the cell is reached. */
import { useEffect, useLayoutEffect, useRef } from 'react'
import { type FieldPath, readField } from '../../../shared/model/field-path'
import type { ConnectionId, RecordId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import type { RecordView } from '../../../shared/model/views'
import { useRecord } from '../../data/queries'
import { useText } from '../../messages/text'
import type { DraftValue } from '../../parts/fields/draft'
import { FieldContext } from '../../parts/fields/field-context'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { fieldLabel } from '../../parts/fields/labels'
import { namesOf } from '../../parts/fields/names'
import { type AfterSave, OpenEditor } from '../../parts/fields/open-editor'
import { setGeometry } from '../../parts/geometry'
import { useDefinedFields } from '../../data/fields'
import { useMe } from '../../data/use-me'
import { useSaveFields } from '../record/use-save-fields'
import styles from './cell-editor.module.css'
import type { CellStep } from './use-cells'

export interface CellEditorProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly id: RecordId
  readonly path: string
  readonly crm: string
  /** The cell that is edited; null where it is not on screen. */
  readonly anchor: () => HTMLElement | null
  /** What was typed before the editor was there. */
  readonly takeTyped: () => string
  readonly onClose: (step: CellStep) => void
}

const stepAfter: Readonly<Record<AfterSave, CellStep>> = { stay: 'down', up: 'up', next: 'right', previous: 'left' }

export function CellEditor(props: CellEditorProps) {
  const { data: view } = useRecord(props)
  return view ? <Editor {...props} view={view} /> : null
}

function Editor({ connection, object, path, crm, anchor, takeTyped, onClose, view }: CellEditorProps & { readonly view: RecordView }) {
  const t = useText()
  const box = useRef<HTMLDivElement>(null)
  const me = useMe(connection)
  const save = useSaveFields(view)
  const field = fieldAtPath(object, view.document, path, useDefinedFields(connection, object))
  useLayoutEffect(() => {
    const cell = anchor()
    const holder = box.current?.offsetParent
    if (!cell || !box.current || !holder) return
    const [at, from] = [cell.getBoundingClientRect(), holder.getBoundingClientRect()]
    setGeometry(box.current, { '--x': `${at.left - from.left}px`, '--y': `${at.top - from.top}px`, '--w': `${at.width}px` })
  })
  // A mounted editor has the focus and all of its text chosen: what was typed replaces it, as if it had been typed there.
  useEffect(() => {
    const text = takeTyped()
    const input = box.current?.querySelector<HTMLInputElement | HTMLTextAreaElement>('input:not([type="checkbox"]), textarea')
    if (text === '' || !input) return
    input.focus()
    input.select()
    // oxlint-disable-next-line typescript/no-deprecated -- the one way that also tells the editor, and can be undone in it
    document.execCommand('insertText', false, text)
    // Once: the editor that is opened next has its own.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  if (field === null) return null
  const done = (values: readonly DraftValue[], then: AfterSave): void => {
    void save(values)
    onClose(stepAfter[then])
  }
  return (
    <div ref={box} className={styles.editor}>
      <FieldContext value={{ connection, object, document: view.document, names: namesOf(view), crm, me }}>
        <OpenEditor
          field={field}
          label={fieldLabel(t, object, field)}
          value={readField(view.document, path as FieldPath)}
          remote={view.base === null ? undefined : readField(view.base, path as FieldPath)}
          onSave={done}
          onCancel={() => onClose('stay')}
        />
      </FieldContext>
    </div>
  )
}
