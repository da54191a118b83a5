/** The editor of links to other records: what is linked, each with a way to unlink it, and a search over the mirror to add. */
import { useState } from 'react'
import type { ObjectType } from '../../../shared/model/object-type'
import { useSearch } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../button'
import { listOf } from '../diff/list-diff'
import { type Choice, ChoiceBox } from './choice-box'
import { draftOf, type EditorProps } from './draft'
import { useFieldContext } from './field-context'
import styles from './fields.module.css'

/** The id that stands in a document for a record: the CRM's, and ours until there is one. */
export interface Linkable {
  readonly documentId: string
  readonly name: string | null
}

export function RelationEditor({ field, value, label, autoFocus = false, onDraft, onCommit }: EditorProps) {
  const t = useText()
  const { names } = useFieldContext()
  const many = field.kind === 'relations'
  const [ids, setIds] = useState<readonly string[]>(() => listOf(value).filter((entry): entry is string => typeof entry === 'string'))
  const [picked, setPicked] = useState<ReadonlyMap<string, string | null>>(new Map())
  const change = (next: readonly string[]): void => {
    setIds(next)
    onDraft(draftOf(field, many ? (next.length > 0 ? next : null) : (next[0] ?? null)))
  }
  const nameOf = (id: string): string => picked.get(id) ?? names(id)?.name ?? id
  return (
    <span className={styles.rows} role="group" aria-label={label}>
      {ids.map((id) => (
        <span key={id} className={styles.linked}>
          <bdi className={styles.cut}>{nameOf(id)}</bdi>
          <Button
            kind="quiet"
            small
            icon="x"
            label={t('editor.unlink', { name: nameOf(id) })}
            onPress={() => change(ids.filter((each) => each !== id))}
          />
        </span>
      ))}
      {many || ids.length === 0 ? (
        <RecordSearch
          label={label}
          to={field.to}
          autoFocus={autoFocus}
          taken={ids}
          onPick={({ documentId, name }) => {
            setPicked(new Map([...picked, [documentId, name]]))
            change(many ? [...ids, documentId] : [documentId])
            if (!many) onCommit?.()
          }}
        />
      ) : null}
    </span>
  )
}

export interface RecordSearchProps {
  readonly label: string
  readonly to: ObjectType | null
  readonly taken: readonly string[]
  readonly autoFocus?: boolean
  readonly onPick: (record: Linkable) => void
}

/** Finds a record in the mirror, as one types. */
export function RecordSearch({ label, to, taken, autoFocus = false, onPick }: RecordSearchProps) {
  const t = useText()
  const { connection } = useFieldContext()
  const [text, setText] = useState('')
  const hits = useSearch(text, { connection, objects: to === null ? null : [to], limit: 12 }).data ?? []
  const found =
    text.trim() === '' ? [] : hits.map((hit) => ({ hit, documentId: hit.remoteId ?? hit.id })).filter(({ documentId }) => !taken.includes(documentId))
  const choices = found.map(({ hit, documentId }): Choice => ({ id: documentId, label: hit.name ?? t('value.noName'), fact: hit.fact }))
  return (
    <ChoiceBox
      label={label}
      placeholder={t('editor.searchRecords')}
      choices={choices}
      chosen={null}
      autoFocus={autoFocus}
      emptyWords={text.trim() === '' ? t('editor.typeToSearch') : t('editor.nothingFound', { text })}
      onSearch={setText}
      onChoose={(documentId) => {
        const pick = found.find((each) => each.documentId === documentId)
        if (pick) onPick({ documentId, name: pick.hit.name })
      }}
    />
  )
}
