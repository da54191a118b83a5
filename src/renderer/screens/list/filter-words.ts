/** A filter as a person says it: “Owner is me”, “Last activity more than 30 days ago”. */
import { type Condition, conditionsOf, type Filter, filterFieldAt, type FilterKind, parseInner, valueForm } from '../../../shared/model/filter'
import type { Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import { parseDuration } from '../../../shared/model/time-words'
import type { MessageId } from '../../messages'
import type { Text } from '../../messages/text'
import { fieldLabel, optionLabel } from '../../parts/fields/labels'
import { formatDay, formatNumber, parseMoment } from '../../parts/format'

/** A sentence in three parts: the value is what is read first. */
export interface Sentence {
  readonly field: string
  readonly operator: string
  readonly value: string
}

/** What stands for an id: a user's or a record's name; the id where nobody knows. */
export type NameOf = (object: ObjectType, id: string) => string | null

export interface WordsContext {
  readonly t: Text
  readonly now: number
  readonly nameOf: NameOf
}

export function filterFieldLabel(t: Text, object: ObjectType, path: string): string {
  // A contact has the company's name as a text, and the company itself as a link.
  if ((object === 'contact' && path === 'company_ids') || (object === 'lead' && path === 'company_id')) return t('filter.field.linkedCompany')
  if (path === 'sync' || path === 'last_activity' || path === 'next_activity' || path === 'happens_at') return t(`filter.field.${path}`)
  return fieldLabel(t, object, { path: path as Parameters<typeof fieldLabel>[2]['path'], label: null })
}

/** The operator's words for fields of a kind; some say the same of a link as of a tag in other words. */
export function operatorLabel(t: Text, kind: FilterKind, op: Condition['op']): string {
  if (kind === 'relation' && op === 'where') return t('filter.op.where')
  return t(`filter.op.${op}`)
}

export function conditionSentence(context: WordsContext, object: ObjectType, { field: path, op, value }: Condition): Sentence {
  const { t } = context
  const field = filterFieldAt(object, path)
  const label = filterFieldLabel(t, object, path)
  if (field === null) return { field: label, operator: op, value: '' }
  const form = valueForm(field.kind, op)
  const said = `filter.says.${op}` as MessageId
  const operator = t(op in shorter ? said : `filter.op.${op}`)
  switch (form) {
    case 'none':
      return { field: label, operator: op === 'me' ? t('filter.says.me') : operator, value: op === 'me' ? t('filter.me') : '' }
    case 'duration': {
      const { count, unit } = parseDuration(value) ?? { count: 0, unit: 'day' }
      return { field: label, operator, value: t(`filter.duration.${op as 'in-last'}`, { count, unit }) }
    }
    case 'unit':
      return { field: label, operator, value: t('filter.unit', { unit: typeof value === 'string' ? value : '' }) }
    case 'day-count':
      return { field: label, operator, value: t('filter.days', { count: Number(value) }) }
    case 'filter':
      return { field: label, operator, value: field.to === null ? '' : filterSentence(context, field.to, parseInner(path, value)) }
    case 'outcome':
      return { field: label, operator, value: t(`filter.outcome.${value as 'open'}`) }
    default:
      return { field: label, operator, value: listWords(t, valueWords(context, object, path, value)) }
  }
}

/** Operators that a sentence says otherwise than the menu of operators does. */
const shorter: Partial<Record<Condition['op'], true>> = { 'more-than-ago': true, 'more-than-ahead': true }

/** A whole filter in one line. */
export function filterSentence(context: WordsContext, object: ObjectType, filter: Filter): string {
  const { t } = context
  if ('field' in filter) {
    const { field, operator, value } = conditionSentence(context, object, filter)
    return [field, operator, value].filter(Boolean).join(' ')
  }
  const parts = ('all' in filter ? filter.all : filter.any).map((each) => {
    const words = filterSentence(context, object, each)
    return 'field' in each || conditionsOf(each).length < 2 ? words : `(${words})`
  })
  return parts.join(` ${t('all' in filter ? 'filter.and' : 'filter.or')} `)
}

/** Each value in words: people and records by name, options as they are called, days as they are read. */
function valueWords({ t, now, nameOf }: WordsContext, object: ObjectType, path: string, value: Json): readonly string[] {
  const field = filterFieldAt(object, path)
  const values: readonly Json[] = Array.isArray(value) ? value : [value]
  return values.map((each) => {
    if (typeof each === 'number') return formatNumber(each)
    if (typeof each !== 'string') return typeof each === 'boolean' ? String(each) : ''
    if (field?.to && (field.kind === 'user' || field.kind === 'relation')) return nameOf(field.to, each) ?? each
    if (field?.kind === 'choice') return optionLabel(t, path, each)
    const moment = field?.kind === 'date' || field?.kind === 'activity' || field?.kind === 'sync' ? parseMoment(each) : null
    return moment ? formatDay(moment, now) : each
  })
}

/** Three of them, and how many more. */
function listWords(t: Text, words: readonly string[]): string {
  const shown = words.slice(0, 3).join(', ')
  return words.length > 3 ? t('filter.more', { shown, count: words.length - 3 }) : shown
}
