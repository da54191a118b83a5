/** The input for a condition's value, by the form that its operator takes. */
import type { ComponentType } from 'react'
import { type Condition, dealOutcomes, type Filter, filterFieldAt, valueForm } from '../../../shared/model/filter'
import type { ConnectionId } from '../../../shared/model/ids'
import type { Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import { parseDuration, type TimeUnit, timeUnits } from '../../../shared/model/time-words'
import { useText } from '../../messages/text'
import { CompactInput, CompactSelect } from '../../parts/compact-input'
import { parseNumber } from '../../parts/fields/parse-input'
import { firstCondition } from './filter-edit'
import { ValuePicker } from './value-picker'

export interface NestedProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly filter: Filter
  readonly onChange: (filter: Filter) => void
}

export interface ValueInputProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly condition: Condition
  /** Draws the conditions on a related record. */
  readonly nested: ComponentType<NestedProps>
  readonly onChange: (value: Json) => void
}

export function ValueInput({ connection, object, condition, nested: Nested, onChange }: ValueInputProps) {
  const t = useText()
  const { field: path, op, value } = condition
  const field = filterFieldAt(object, path)
  if (field === null) return null
  const text = typeof value === 'string' ? value : ''
  const label = t('filter.value')
  switch (valueForm(field.kind, op)) {
    case 'none':
      return null
    case 'text':
      return field.kind === 'stage' ? (
        <ValuePicker
          connection={connection}
          object={object}
          field={field}
          chosen={text ? [text] : []}
          onChange={(chosen) => onChange(chosen.at(-1) ?? null)}
        />
      ) : (
        <CompactInput label={label} autoFocus value={text} onChange={(next) => onChange(next === '' ? null : next)} />
      )
    case 'texts':
      return (
        <ValuePicker
          connection={connection}
          object={object}
          field={field}
          chosen={textsOf(value)}
          onChange={(chosen) => onChange(chosen.length > 0 ? chosen : null)}
        />
      )
    case 'number':
      return <NumberInput label={label} value={value} onChange={onChange} />
    case 'count':
    case 'day-count':
      return <NumberInput label={t('filter.count')} value={value} whole onChange={onChange} />
    case 'numbers': {
      const [from = null, to = null] = listOf(value)
      return (
        <>
          <NumberInput label={t('filter.from')} value={from} onChange={(next) => onChange([next, to])} />
          <NumberInput label={t('filter.to')} value={to} onChange={(next) => onChange([from, next])} />
        </>
      )
    }
    case 'duration': {
      const { count, unit } = parseDuration(value) ?? { count: 0, unit: 'day' as const }
      const units = timeUnits.map((id) => ({ id, label: t('filter.units', { unit: id }) }))
      return (
        <>
          <NumberInput label={t('filter.count')} value={count} whole onChange={(next) => onChange({ count: next, unit })} />
          <CompactSelect<TimeUnit> label={t('filter.unitLabel')} value={unit} options={units} onChange={(next) => onChange({ count, unit: next })} />
        </>
      )
    }
    case 'unit':
      return (
        <CompactSelect<TimeUnit>
          label={t('filter.unitLabel')}
          value={timeUnits.find((each) => each === value) ?? 'month'}
          options={timeUnits.map((id) => ({ id, label: t('filter.unit', { unit: id }) }))}
          onChange={onChange}
        />
      )
    case 'day':
      return <CompactInput label={label} type="date" value={text.slice(0, 10)} onChange={(next) => onChange(next === '' ? null : next)} />
    case 'days': {
      const [from = '', to = ''] = listOf(value).map((each) => (typeof each === 'string' ? each : ''))
      return (
        <>
          <CompactInput label={t('filter.from')} type="date" value={from} onChange={(next) => onChange([next, to])} />
          <CompactInput label={t('filter.to')} type="date" value={to} onChange={(next) => onChange([from, next])} />
        </>
      )
    }
    case 'outcome':
      return (
        <CompactSelect
          label={label}
          value={dealOutcomes.find((each) => each === value) ?? 'open'}
          options={dealOutcomes.map((id) => ({ id, label: t(`filter.outcome.${id}`) }))}
          onChange={onChange}
        />
      )
    case 'filter': {
      const to = field.to ?? object
      const inner = typeof value === 'object' && value !== null ? (value as unknown as Filter) : firstCondition(to)
      return <Nested connection={connection} object={to} filter={inner} onChange={(next) => onChange(JSON.parse(JSON.stringify(next)) as Json)} />
    }
  }
}

function NumberInput({
  label,
  value,
  whole = false,
  onChange,
}: {
  readonly label: string
  readonly value: Json
  readonly whole?: boolean
  readonly onChange: (value: Json) => void
}) {
  const parsed = (text: string): Json => {
    const number = parseNumber(text, ',')
    if (!number.ok || number.value === null) return text === '' ? null : text
    return whole ? Math.max(0, Math.trunc(number.value)) : number.value
  }
  return (
    <CompactInput
      label={label}
      type="number"
      narrow={whole}
      value={value === null ? '' : typeof value === 'number' ? String(value) : typeof value === 'string' ? value : ''}
      invalid={typeof value === 'string'}
      onChange={(text) => onChange(parsed(text))}
    />
  )
}

function textsOf(value: Json): readonly string[] {
  return listOf(value).filter((each): each is string => typeof each === 'string')
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : value === null ? [] : [value]
}
