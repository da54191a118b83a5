/** A filter as it is built: a condition in one row, or a group with its members under it, up to three deep. */
import type { Condition, Filter } from '../../../shared/model/filter'
import { conditionsOf, filterFieldAt } from '../../../shared/model/filter'
import type { ConnectionId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { CompactSelect } from '../../parts/compact-input'
import { conditionOn, firstCondition, groupOf, withOperator } from './filter-edit'
import styles from './filter-node.module.css'
import { operatorsOf } from './filter-operators'
import { filterFieldLabel, operatorLabel } from './filter-words'
import { useFilterFields } from './use-filter-fields'
import { type NestedProps, ValueInput } from './value-input'

export interface FilterNodeProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly filter: Filter
  /** How many groups it stands in. */
  readonly depth: number
  /** On a related record: its conditions have no related ones of their own. */
  readonly inside?: boolean
  readonly onChange: (filter: Filter) => void
  readonly onRemove: (() => void) | null
}

const DEEPEST = 3

export function FilterNode(props: FilterNodeProps) {
  const { filter } = props
  return 'field' in filter ? <ConditionNode {...props} condition={filter} /> : <GroupNode {...props} />
}

/** The conditions on a related record. */
function RelatedNode(props: NestedProps) {
  return <FilterNode {...props} depth={DEEPEST} inside onRemove={null} />
}

function ConditionNode({ connection, object, condition, inside = false, onChange, onRemove }: FilterNodeProps & { readonly condition: Condition }) {
  const t = useText()
  const fields = useFilterFields(connection, object)
  const field = filterFieldAt(object, condition.field)
  const kind = field?.kind ?? 'text'
  const formatOf = (path: string) => fields.find((each) => each.path === path)?.format ?? null
  const offered = field === null ? [condition.op] : operatorsOf(field, formatOf(condition.field), condition.op)
  const operators = offered.filter((op) => !(inside && op === 'where'))
  return (
    <div className={styles.condition}>
      <div className={styles.row}>
        <CompactSelect
          label={t('filter.field')}
          value={condition.field}
          options={fields.map(({ path, label }) => ({ id: path, label }))}
          onChange={(path) => onChange(conditionOn(object, path, formatOf(path)))}
        />
        <CompactSelect
          label={t('filter.operator')}
          value={condition.op}
          options={operators.map((op) => ({ id: op, label: operatorLabel(t, kind, op) }))}
          onChange={(op) => onChange(withOperator(object, condition, op))}
        />
        {onRemove ? <Button kind="quiet" small icon="x" label={t('filter.removeCondition')} onPress={onRemove} /> : null}
      </div>
      <div className={styles.row}>
        <ValueInput
          key={`${condition.field} ${condition.op}`}
          connection={connection}
          object={object}
          condition={condition}
          nested={RelatedNode}
          onChange={(value) => onChange({ ...condition, value })}
        />
      </div>
    </div>
  )
}

function GroupNode({ connection, object, filter, depth, inside = false, onChange, onRemove }: FilterNodeProps) {
  const t = useText()
  const join = 'all' in filter ? 'all' : 'any'
  const members = 'all' in filter ? filter.all : 'any' in filter ? filter.any : []
  const withMembers = (next: readonly Filter[], of: 'all' | 'any' = join): void => onChange(groupOf(of, next))
  const label = members
    .map((member) =>
      conditionsOf(member)
        .map(({ field }) => filterFieldLabel(t, object, field))
        .join(', '),
    )
    .join(', ')
  return (
    <fieldset className={styles.group} aria-label={`${t('filter.group')}: ${label}`}>
      <div className={styles.row}>
        <CompactSelect
          label={t('filter.match')}
          value={join}
          options={(['all', 'any'] as const).map((id) => ({ id, label: t(`filter.${id}`) }))}
          onChange={(of) => withMembers(members, of)}
        />
        {onRemove ? <Button kind="quiet" small icon="x" label={t('filter.removeGroup')} onPress={onRemove} /> : null}
      </div>
      {members.map((member, at) => (
        <FilterNode
          // Members have no names: their place is what they are.
          // oxlint-disable-next-line react/no-array-index-key
          key={at}
          connection={connection}
          object={object}
          filter={member}
          depth={depth + 1}
          inside={inside}
          onChange={(next) => withMembers(members.map((each, index) => (index === at ? next : each)))}
          onRemove={members.length > 1 ? () => withMembers(members.filter((_, index) => index !== at)) : onRemove}
        />
      ))}
      <div className={styles.row}>
        <Button kind="quiet" small icon="plus" onPress={() => withMembers([...members, firstCondition(object)])}>
          {t('filter.addCondition')}
        </Button>
        {depth + 1 < DEEPEST && !inside ? (
          <Button
            kind="quiet"
            small
            icon="plus"
            onPress={() => withMembers([...members, groupOf(join === 'all' ? 'any' : 'all', [firstCondition(object)])])}
          >
            {t('filter.addGroup')}
          </Button>
        ) : null}
      </div>
    </fieldset>
  )
}
