/**
 * Old → new of one field: by words where a text was changed, with + and − where a list was, else the old one struck and the new.
 *
 * Neither side is wrong, so the tones are neutral, and what went and came is told to a screen reader as well.
 */
import type { FieldKind } from '../../../shared/model/fields'
import { isEmptyValue, type Json } from '../../../shared/model/json'
import { useText } from '../../messages/text'
import { entryLabel, entryText, fieldText, type TextContext } from '../fields/field-text'
import { addressKind } from '../fields/labels'
import { Icon } from '../icon'
import styles from './diff.module.css'
import { diffLists, isListKind } from './list-diff'
import { diffWords } from './word-diff'

export interface FieldDiffProps {
  readonly kind: FieldKind
  readonly old: Json
  readonly new: Json
  readonly context: TextContext
}

export function FieldDiff({ kind, old, new: next, context }: FieldDiffProps) {
  if (isListKind(kind) && !(isEmptyValue(old) && isEmptyValue(next))) return <ListChange kind={kind} old={old} new={next} context={context} />
  const [before, after] = [fieldText(kind, old, context), fieldText(kind, next, context)]
  const isText = kind === 'text' || kind === 'long-text' || kind === 'url' || kind === 'custom'
  const pieces = isText && before !== '' && after !== '' && /\s/.test(before.trim()) ? diffWords(before, after) : null
  return pieces ? <WordChange pieces={pieces} /> : <OldAndNew before={before} after={after} />
}

function WordChange({ pieces }: { readonly pieces: NonNullable<ReturnType<typeof diffWords>> }) {
  return (
    <bdi className={styles.words}>
      {pieces.map((piece, index) => {
        if (piece.kind === 'same') return <span key={index}>{piece.text}</span>
        return piece.kind === 'out' ? (
          <del key={index} className={styles.out}>
            {piece.text}
          </del>
        ) : (
          <ins key={index} className={styles.in}>
            {piece.text}
          </ins>
        )
      })}
    </bdi>
  )
}

/** Addresses are edited; tags and links are exchanged. */
function isAddressKind(kind: FieldKind): boolean {
  return kind === 'emails' || kind === 'phones' || kind === 'urls'
}

export function OldAndNew({ before, after }: { readonly before: string; readonly after: string }) {
  const t = useText()
  return (
    <span className={styles.pair}>
      {before === '' ? (
        <span className={styles.empty}>{t('value.empty')}</span>
      ) : (
        <del className={styles.old}>
          <bdi>{before}</bdi>
        </del>
      )}
      <Icon name="arrow" small className={styles.arrow ?? ''} />
      {after === '' ? (
        <span className={styles.empty}>{t('value.empty')}</span>
      ) : (
        <ins className={styles.new}>
          <bdi>{after}</bdi>
        </ins>
      )}
    </span>
  )
}

function ListChange({ kind, old, new: next, context }: FieldDiffProps) {
  const t = useText()
  const { added, removed, newMain } = diffLists(kind, old, next)
  const text = (entry: Json): string => {
    const label = entryLabel(entry)
    return label === null ? entryText(kind, entry, context) : `${entryText(kind, entry, context)} ${addressKind(t, label)}`
  }
  const [one, other] = [removed[0], added[0]]
  // One entry in the place of one: old and new say it shorter than − and +.
  if (removed.length === 1 && added.length === 1 && one !== undefined && other !== undefined && isAddressKind(kind))
    return <OldAndNew before={text(one)} after={text(other)} />
  return (
    <span className={styles.list}>
      {added.map((entry, index) => (
        <ins key={`+${index}`} className={styles.item}>
          + <bdi>{text(entry)}</bdi>
        </ins>
      ))}
      {removed.map((entry, index) => (
        <del key={`-${index}`} className={styles.itemOut}>
          − <bdi>{text(entry)}</bdi>
        </del>
      ))}
      {newMain === null ? null : (
        <span className={styles.main}>
          {t('diff.newMain')} <bdi>{text(newMain)}</bdi>
        </span>
      )}
      {added.length + removed.length === 0 && newMain === null ? (
        <OldAndNew before={fieldText(kind, old, context)} after={fieldText(kind, next, context)} />
      ) : null}
    </span>
  )
}

/** One side of a conflict: its text with what is new against the base marked. */
export function AgainstBase({
  kind,
  base,
  value,
  context,
}: {
  readonly kind: FieldKind
  readonly base: Json
  readonly value: Json
  readonly context: TextContext
}) {
  const t = useText()
  const [before, after] = [fieldText(kind, base, context), fieldText(kind, value, context)]
  if (after === '') return <span className={styles.empty}>{t('value.empty')}</span>
  const isText = kind === 'text' || kind === 'long-text' || kind === 'custom'
  const pieces = isText && before !== '' && /\s/.test(before.trim()) ? diffWords(before, after) : null
  if (!pieces) return <bdi className={styles.pre}>{after}</bdi>
  return (
    <bdi className={styles.pre}>
      {pieces.map((piece, index) =>
        piece.kind === 'out' ? null : piece.kind === 'in' ? (
          <ins key={index} className={styles.in}>
            {piece.text}
          </ins>
        ) : (
          <span key={index}>{piece.text}</span>
        ),
      )}
    </bdi>
  )
}
