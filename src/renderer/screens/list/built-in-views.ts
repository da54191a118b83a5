/** The tabs that each list begins with. Dates and *me* are kept as words, so that they mean what they say on every day. */
import type { Condition, Filter } from '../../../shared/model/filter'
import type { ListView, ViewSort } from '../../../shared/model/list-view'
import type { ObjectType } from '../../../shared/model/object-type'
import type { Text } from '../../messages/text'
import type { MessageId } from '../../messages'

interface BuiltIn {
  readonly id: string
  readonly filter: Filter | null
  readonly sort: readonly ViewSort[]
}

/** The one that shows everything and can't be changed. */
export const ALL = 'all'

const where = (field: string, op: Condition['op'], value: Condition['value'] = null): Condition => ({ field, op, value })
const by = (field: string, descending = false): readonly ViewSort[] => [{ field, descending }]
const builtIn = (id: string, filter: Filter | null = null, sort: readonly ViewSort[] = []): BuiltIn => ({ id, filter, sort })

const mine = where('user_id', 'me')
const open = where('stages', 'outcome', 'open')
const notClosedLead: Filter = { any: [where('is_active', 'yes'), where('is_active', 'not-set')] }

const views: Readonly<Record<ObjectType, readonly BuiltIn[]>> = {
  contact: [
    builtIn(ALL),
    builtIn('mine', mine),
    builtIn('recent', where('updated_at', 'in-last', { count: 7, unit: 'day' }), by('updated_at', true)),
    builtIn('quiet', where('last_activity', 'none-for', 30)),
  ],
  company: [builtIn(ALL), builtIn('mine', mine), builtIn('open-deals', where('deal_ids', 'where', { ...open }))],
  deal: [
    builtIn(ALL),
    builtIn('open', open, by('closing_at')),
    builtIn('mine', { all: [mine, open] }, by('closing_at')),
    builtIn('this-month', { all: [open, where('closing_at', 'this', 'month')] }, by('closing_at')),
    builtIn('slipped', { all: [open, where('closing_at', 'more-than-ago', { count: 0, unit: 'day' })] }, by('closing_at')),
    builtIn('won', where('stages', 'outcome', 'won'), by('closed_at', true)),
    builtIn('lost', where('stages', 'outcome', 'lost'), by('closed_at', true)),
  ],
  event: [
    builtIn(ALL),
    builtIn('today', where('happens_at', 'this', 'day'), by('happens_at')),
    builtIn(
      'overdue',
      {
        all: [
          where('type', 'any-of', ['TASK']),
          where('task.status', 'none-of', ['COMPLETED', 'DEFERRED']),
          where('happens_at', 'more-than-ago', { count: 0, unit: 'day' }),
        ],
      },
      by('happens_at'),
    ),
    builtIn('upcoming', where('happens_at', 'in-next', { count: 1, unit: 'year' }), by('happens_at')),
  ],
  lead: [
    builtIn(ALL),
    builtIn('open', notClosedLead),
    builtIn('mine', mine),
    builtIn('new', where('created_at', 'this', 'week'), by('created_at', true)),
  ],
  pipeline: [builtIn(ALL)],
  user: [builtIn(ALL)],
}

export function builtInViews(t: Text, object: ObjectType): readonly ListView[] {
  return views[object].map(({ id, filter, sort }) => ({ id, filter, sort, groupBy: null, name: t(`view.${id}` as MessageId) }))
}

/** The object's built-in ids, for the test that each has a name. */
export const builtInIds = (object: ObjectType): readonly string[] => views[object].map(({ id }) => id)
