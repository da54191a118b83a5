/** Saves fields of the open record: at once, on this computer, and undoable. What already is so is left out. */
import { readField } from '../../../shared/model/field-path'
import { isWritable } from '../../../shared/model/object-type'
import type { RecordView } from '../../../shared/model/views'
import { kindOf, sameValue } from '../../../shared/sync/merge-field'
import { useCommand } from '../../data/mutations'
import { useText } from '../../messages/text'
import type { DraftValue } from '../../parts/fields/draft'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { textContext } from '../../parts/fields/field-context'
import { fieldText } from '../../parts/fields/field-text'
import { namesOf } from '../../parts/fields/names'
import { fieldLabel } from '../../parts/fields/labels'
import { showToast } from '../../parts/toast'

/** Resolves to whether it is saved; a failure has been told by then. */
export function useSaveFields(view: RecordView): (values: readonly DraftValue[]) => Promise<boolean> {
  const t = useText()
  const edit = useCommand('records.edit')
  const undo = useCommand('changes.undo')
  return async (values) => {
    const { object, connection, id, document } = view
    const moved = values.filter(({ path, value }) => !sameValue(kindOf(object, path), readField(document, path), value))
    const [first] = moved
    if (!first || !isWritable(object)) return true
    const set = moved.filter(({ value }) => value !== null).map(({ path, value }) => ({ path, value }))
    const unset = moved.filter(({ value }) => value === null).map(({ path }) => path)
    const answer = await edit.run({ connection, object, id, set, unset })
    if (answer === undefined) return false
    const field = fieldAtPath(object, document, first.path)
    const names = namesOf(view)
    const text = field ? fieldText(field.kind, first.value, textContext(t, { names, document })) : ''
    const label = field ? fieldLabel(t, object, field) : first.path
    const fact =
      moved.length > 1
        ? t('record.savedSome', { count: moved.length })
        : t('record.saved', { field: label, value: short(text, FACT_LENGTH - label.length) || t('value.empty') })
    showToast({ fact, name: view.name, undo: () => void undo.run({ connection }) })
    return true
  }
}

/** What a toast shows beside a name and Undo. */
const FACT_LENGTH = 30

function short(text: string, room: number): string {
  const line = text.replaceAll(/\s+/g, ' ')
  const limit = Math.max(10, room)
  return line.length > limit ? `${line.slice(0, limit - 1).trimEnd()}…` : line
}
