/** A field's value at rest, one way for each kind. Everything from the CRM is a text node in its own direction. */
import { useState } from 'react'
import { exhaustive } from '../../../shared/assert'
import { isEmptyValue, type Json } from '../../../shared/model/json'
import { useText } from '../../messages/text'
import { Avatar } from '../avatar'
import { Button } from '../button'
import { listOf } from '../diff/list-diff'
import { formatNumber, formatPercent, moneyParts, parseMoment, formatDayTime } from '../format'
import { useNow } from '../use-now'
import { EmptyValue } from '../value'
import type { EditableField } from './editable-field'
import { type FieldContextValue, textContext, useFieldContext } from './field-context'
import { entryLabel, entryText, fieldText } from './field-text'
import styles from './fields.module.css'
import { hasHiddenCharacters, revealHidden } from './hidden-characters'
import { addressKind, optionLabel } from './labels'
import { RecordLink } from './record-link'
import { safeUrl } from './safe-url'
import { daysUntil } from './days-until'

export interface FieldValueProps {
  readonly field: EditableField
  readonly value: Json | undefined
}

export function FieldValue({ field, value }: FieldValueProps) {
  const t = useText()
  const context = useFieldContext()
  if (isEmptyValue(value)) return <EmptyValue />
  const text = fieldText(field.kind, value, textContext(t, context))
  switch (field.kind) {
    case 'text':
    case 'custom':
      return <LongText text={text} lines={3} />
    case 'long-text':
      return <LongText text={text} lines={8} />
    case 'select':
      return <bdi>{optionLabel(t, field.path, text)}</bdi>
    case 'number':
      return <bdi>{typeof value === 'number' ? formatNumber(value) : text}</bdi>
    case 'percent':
      return <bdi>{typeof value === 'number' ? formatPercent(value) : text}</bdi>
    case 'money':
      return <MoneyValue value={value} text={text} context={context} />
    case 'boolean':
      return <span>{text}</span>
    case 'date-time':
      return <DateTimeValue value={value} text={text} />
    case 'url':
      return <UrlValue url={text} />
    case 'urls':
      return (
        <Lines>
          {listOf(value).map((entry, index) => (
            <UrlValue key={index} url={entryText('urls', entry, textContext(t, context))} />
          ))}
        </Lines>
      )
    case 'texts':
      return (
        <span className={styles.tags}>
          {listOf(value).map((entry, index) => (
            <bdi key={index} className={styles.tag}>
              {entryText('texts', entry, textContext(t, context))}
            </bdi>
          ))}
        </span>
      )
    case 'emails':
    case 'phones':
      return (
        <Lines>
          {listOf(value).map((entry, index) => (
            <AddressValue key={index} kind={field.kind === 'emails' ? 'emails' : 'phones'} entry={entry} />
          ))}
        </Lines>
      )
    case 'user':
      return <UserValue id={text} value={value} context={context} />
    case 'relation':
    case 'relations':
      return (
        <Lines>
          {listOf(value).map((entry, index) => (
            <LinkValue key={index} entry={entry} field={field} context={context} />
          ))}
        </Lines>
      )
    case 'references':
    case 'stages':
      return <bdi>{text}</bdi>
    case 'object':
      return <JsonValue value={value} />
    default:
      return exhaustive(field.kind)
  }
}

/** Text up to some lines, the rest on demand: ten thousand characters of a note must not push the record away. */
export function LongText({ text, lines }: { readonly text: string; readonly lines: number }) {
  const t = useText()
  const [all, setAll] = useState(false)
  // About what a narrow column holds in so many lines.
  const limit = lines * 42
  const long = text.length > limit || text.split('\n', lines + 1).length > lines
  const shown = all || !long ? text : `${text.split('\n').slice(0, lines).join('\n').slice(0, limit).trimEnd()}…`
  return (
    <span className={styles.long}>
      <bdi className={styles.pre}>{hasHiddenCharacters(shown) ? <RevealedText text={shown} /> : shown}</bdi>
      {long ? (
        <Button kind="link" className={styles.more ?? ''} onPress={() => setAll(!all)}>
          {t(all ? 'field.showLess' : 'field.showAll')}
        </Button>
      ) : null}
    </span>
  )
}

/** With what can't be seen made visible, as marks that a screen reader says too. */
export function RevealedText({ text }: { readonly text: string }) {
  return revealHidden(text).map((piece, index) =>
    piece.kind === 'text' ? (
      <span key={index}>{piece.text}</span>
    ) : (
      <span key={index} className={styles.hiddenMark}>
        {piece.code}
      </span>
    ),
  )
}

function Lines({ children }: { readonly children: readonly React.ReactNode[] }) {
  return (
    <ul className={styles.lines}>
      {children.map((child, index) => (
        <li key={index}>{child}</li>
      ))}
    </ul>
  )
}

function MoneyValue({ value, text, context }: { readonly value: Json | undefined; readonly text: string; readonly context: FieldContextValue }) {
  if (typeof value !== 'number') return <bdi>{text}</bdi>
  const currency = context.document['currency']
  const { symbol, amount } = moneyParts(value, typeof currency === 'string' ? currency : null, { full: true })
  return (
    <bdi>
      {symbol ? <span className={styles.currency}>{symbol}</span> : null}
      {amount}
    </bdi>
  )
}

function DateTimeValue({ value, text }: { readonly value: Json | undefined; readonly text: string }) {
  const t = useText()
  const now = useNow()
  const moment = parseMoment(value)
  if (!moment) return <bdi>{text}</bdi>
  const days = daysUntil(moment, now)
  return (
    <span>
      {formatDayTime(moment)}{' '}
      {days === null ? null : (
        <span className={styles.aside}>{t(days === 0 ? 'date.today' : days > 0 ? 'date.in' : 'date.ago', { count: Math.abs(days) })}</span>
      )}
    </span>
  )
}

/** Opens in the browser, not here; an address with another scheme than the web's is text. */
function UrlValue({ url }: { readonly url: string }) {
  const href = safeUrl(url)
  if (href === null) return <bdi className={styles.cut}>{url}</bdi>
  return (
    <a className={styles.cut} href={href} target="_blank" rel="noopener noreferrer" title={url}>
      <bdi>{url}</bdi>
    </a>
  )
}

function AddressValue({ kind, entry }: { readonly kind: 'emails' | 'phones'; readonly entry: Json }) {
  const t = useText()
  const context = useFieldContext()
  const label = entryLabel(entry)
  return (
    <span className={styles.address}>
      <bdi className={styles.cut}>{entryText(kind, entry, textContext(t, context))}</bdi>
      {label === null ? null : <bdi className={styles.kind}>{addressKind(t, label)}</bdi>}
    </span>
  )
}

function UserValue({ id, value, context }: { readonly id: string; readonly value: Json | undefined; readonly context: FieldContextValue }) {
  const t = useText()
  const named = typeof value === 'string' ? context.names(value) : null
  const isMe = context.me !== null && value === context.me
  return (
    <span className={styles.owner}>
      <Avatar name={named?.name ?? null} kind={isMe ? 'me' : 'person'} />
      {isMe ? (
        <span>{t('value.you')}</span>
      ) : named === null ? (
        <bdi className={styles.unknownId}>{id}</bdi>
      ) : (
        <bdi className={styles.cut}>{named.name ?? t('value.noName')}</bdi>
      )}
    </span>
  )
}

function LinkValue({ entry, field, context }: { readonly entry: Json; readonly field: EditableField; readonly context: FieldContextValue }) {
  const t = useText()
  if (typeof entry !== 'string') return <JsonValue value={entry} />
  const named = context.names(entry)
  if (named === null)
    return (
      <bdi className={styles.unknownId} title={t('value.notHere', { id: entry })}>
        {entry}
      </bdi>
    )
  return <RecordLink connection={context.connection} object={field.to ?? named.object} id={named.id} name={named.name} />
}

export function JsonValue({ value }: { readonly value: Json | undefined }) {
  return <pre className={styles.json}>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>
}
