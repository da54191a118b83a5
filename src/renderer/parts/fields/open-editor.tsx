/**
 * A field turned into its editor, in place. Enter saves, Esc restores, Tab saves and goes on; leaving it saves as well, since
 * what was typed is never thrown away by a click elsewhere. What can't be saved keeps the editor open and says why.
 *
 * The editor belongs to the rep: it keeps the value that it was opened with, and a newer one of the CRM stands under it.
 */
import { type FocusEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { Json } from '../../../shared/model/json'
import { sameValue } from '../../../shared/sync/merge-field'
import { useText } from '../../messages/text'
import { Button } from '../button'
import { Icon } from '../icon'
import { Mark } from '../mark'
import type { Draft, DraftValue } from './draft'
import type { EditableField } from './editable-field'
import { textContext, useFieldContext } from './field-context'
import { FieldEditor } from './field-editor'
import { fieldText } from './field-text'
import { isOwnKey } from './own-key'
import styles from './fields.module.css'

export type AfterSave = 'stay' | 'up' | 'next' | 'previous'

export interface OpenEditorProps {
  readonly field: EditableField
  readonly label: string
  readonly value: Json | undefined
  /** The CRM's value now. */
  readonly remote: Json | undefined
  readonly onSave: (values: readonly DraftValue[], then: AfterSave) => void
  readonly onCancel: () => void
}

export function OpenEditor({ field, label, value, remote, onSave, onCancel }: OpenEditorProps) {
  const t = useText()
  const context = useFieldContext()
  const [opened] = useState({ value, remote })
  const draft = useRef<Draft | null>(null)
  const closed = useRef(false)
  const pressed = usePointerPressed()
  const [why, setWhy] = useState<Exclude<Draft, { ok: true }>['why'] | null>(null)
  const errorId = useId()

  const cancel = (): void => {
    closed.current = true
    onCancel()
  }
  const save = (then: AfterSave): void => {
    if (closed.current) return
    const current = draft.current
    if (current?.ok === false) return setWhy(current.why)
    closed.current = true
    onSave(current?.values ?? [], then)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || !isOwnKey(event)) return
    const inButton = event.target instanceof HTMLButtonElement
    if (event.key === 'Escape') cancel()
    // In long text Shift makes a new line.
    else if (event.key === 'Enter' && event.shiftKey && !inButton && !(event.target instanceof HTMLTextAreaElement)) save('up')
    else if (event.key === 'Enter' && (event.metaKey || event.ctrlKey || (!event.shiftKey && !inButton))) save('stay')
    else if (event.key === 'Tab' && isAtTheEdge(event)) save(event.shiftKey ? 'previous' : 'next')
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onBlur = (event: FocusEvent<HTMLElement>): void => {
    const next = event.relatedTarget
    // A calendar or a list of choices opens outside of the page's tree, and belongs to the editor all the same.
    if (
      next instanceof Node &&
      (event.currentTarget.contains(next) || (next instanceof Element && next.closest('[role="dialog"], [role="listbox"]')))
    )
      return
    // The window lost focus: the editor waits for the rep's return.
    if (next === null && !document.hasFocus()) return
    // Closing it moves what is below; a press that began elsewhere must end on what it began on.
    if (pressed.current) document.addEventListener('click', () => save('stay'), { once: true })
    else save('stay')
  }
  const moved = !sameValue(field.kind, opened.remote, remote)
  return (
    <div className={styles.open} onKeyDownCapture={onKeyDown} onBlur={onBlur}>
      <FieldEditor
        field={field}
        value={opened.value}
        label={label}
        autoFocus
        invalid={why !== null}
        {...(why === null ? {} : { describedBy: errorId })}
        onDraft={(next) => {
          draft.current = next
          if (next.ok) setWhy(null)
        }}
        onCommit={() => save('stay')}
      />
      {why === null ? null : (
        <p className={styles.error} id={errorId} role="alert">
          <Mark name="rejected" label={null} />
          {t(`editor.why.${why}`)}
        </p>
      )}
      {moved ? (
        <p className={styles.newer} role="status">
          <Icon name="info" small />
          <span>
            {t('editor.newer', { crm: context.crm })} <bdi>{fieldText(field.kind, remote, textContext(t, context)) || t('value.empty')}</bdi>
          </span>
          <Button
            kind="link"
            onPress={() => {
              closed.current = true
              onSave([{ path: field.path, value: remote ?? null }], 'stay')
            }}
          >
            {t('editor.useIt')}
          </Button>
        </p>
      ) : null}
    </div>
  )
}

/** Whether a pointer is down anywhere, as a ref that is true before the focus moves. */
function usePointerPressed(): { readonly current: boolean } {
  const pressed = useRef(false)
  useEffect(() => {
    const down = (): void => {
      pressed.current = true
    }
    const up = (): void => {
      pressed.current = false
    }
    document.addEventListener('pointerdown', down, true)
    document.addEventListener('pointerup', up, true)
    document.addEventListener('pointercancel', up, true)
    return () => {
      document.removeEventListener('pointerdown', down, true)
      document.removeEventListener('pointerup', up, true)
      document.removeEventListener('pointercancel', up, true)
    }
  }, [])
  return pressed
}

/** Tab walks through an editor's own controls first; from the first or the last one it leaves. */
function isAtTheEdge(event: KeyboardEvent): boolean {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('input, textarea, select, button, [tabindex="0"]')].filter(
    (element) => element.tabIndex >= 0,
  )
  return event.target === (event.shiftKey ? all[0] : all.at(-1)) || all.length === 0
}
