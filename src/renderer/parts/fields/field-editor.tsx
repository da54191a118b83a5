/** The editor for each kind of field. */
import { exhaustive } from '../../../shared/assert'
import { BooleanEditor, OptionEditor, PipelineEditor, StageEditor, UserEditor } from './choice-editors'
import { ChoicesEditor } from './choices-editor'
import { DateEditor } from './date-editor'
import type { EditorProps } from './draft'
import { ListEditor } from './list-editor'
import { RelationEditor } from './relation-editor'
import { MoneyEditor, NumberEditor, TextEditor } from './text-editor'

export function FieldEditor(props: EditorProps) {
  switch (props.field.kind) {
    case 'text':
    case 'long-text':
    case 'url':
    case 'custom':
    case 'object':
      return <TextEditor {...props} />
    case 'number':
    case 'percent':
      return <NumberEditor {...props} />
    case 'money':
      // Only the amount of a deal has a currency of its own beside it.
      return props.field.path.startsWith('metadata.') ? <NumberEditor {...props} /> : <MoneyEditor {...props} />
    case 'boolean':
      return <BooleanEditor {...props} />
    case 'date-time':
      return <DateEditor {...props} />
    case 'select':
      // A list of options that nobody told us can't be offered; what the rep types is the CRM's to judge.
      return props.field.options === null || props.field.options.length === 0 ? <TextEditor {...props} /> : <OptionEditor {...props} />
    case 'texts':
      return props.field.options !== null && props.field.options.length > 0 ? <ChoicesEditor {...props} /> : <ListEditor {...props} />
    case 'urls':
    case 'emails':
    case 'phones':
      return <ListEditor {...props} />
    case 'user':
      return <UserEditor {...props} />
    case 'relation':
    case 'relations':
      return <RelationEditor {...props} />
    case 'stages':
      return <StageEditor {...props} />
    case 'references':
      return <PipelineEditor {...props} />
    default:
      return exhaustive(props.field.kind)
  }
}
