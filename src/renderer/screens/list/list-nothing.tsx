/** What a list says when it has no row to show: nothing there, nothing yet, nothing matches, not offered, not readable. */
import { adviceFor, describeFailure, type Failure } from '../../../shared/failure'
import type { ObjectType } from '../../../shared/model/object-type'
import type { Filter } from '../../../shared/model/filter'
import type { ObjectStatus } from '../../../shared/sync/report'
import { type ListSelection, useCounts } from '../../data/list-queries'
import { failureWords } from '../../data/mutations'
import type { ListState } from '../../data/list-state'
import { objectIcons } from '../../frame/navigation'
import { keyCapText } from '../../keys'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { EmptyState } from '../../parts/empty-state'
import { useWordsContext } from './filter-bar'
import { chipsOf, filterOfChips } from './filter-edit'
import { filterSentence } from './filter-words'

export interface ListNothingProps {
  readonly selection: ListSelection
  readonly crm: string
  readonly state: ListState
  readonly status: ObjectStatus | null
  readonly canWrite: boolean
  readonly onRetry: () => void
  readonly onClear: () => void
  readonly onFilter: (filter: Filter | null) => void
  readonly onCreate: () => void
}

export function ListNothing({ selection, crm, state, status, canWrite, onRetry, onClear, onFilter, onCreate }: ListNothingProps) {
  const t = useText()
  const { object, search, filter } = selection
  const objects = t(`object.${object}`, { count: 2 })
  if (state.kind === 'failed') {
    const words = failureWords(t, state.error)
    return (
      <EmptyState icon="info" title={t('list.failed')} why={words}>
        <Button onPress={onRetry}>{t('action.tryAgain')}</Button>
        <Button kind="quiet" onPress={() => void navigator.clipboard.writeText(words)}>
          {t('action.copyDetails')}
        </Button>
      </EmptyState>
    )
  }
  const downloading = status?.pull.kind === 'backfilling' || status?.pull.kind === 'never-pulled'
  if (search !== '') {
    const why = downloading ? t('list.nothingYet', { count: status?.records ?? 0 }) : undefined
    return (
      <EmptyState icon="search" title={t('list.nothingMatches', { objects, search })} {...(why ? { why } : {})}>
        <Button onPress={onClear}>{t('list.clearSearch')}</Button>
      </EmptyState>
    )
  }
  if (filter !== null && !downloading) return <NothingFiltered selection={selection} filter={filter} objects={objects} onFilter={onFilter} />
  if (status?.lastError?.kind === 'not-supported')
    return <EmptyState icon="lock" title={t('list.notOffered', { crm, objects })} why={t('list.notOfferedWhy')} />
  const trouble = troubleOf(status)
  if (trouble && status?.checkpoint === null)
    return <EmptyState icon="info" title={t('list.empty', { objects })} why={`${describeFailure(trouble)} ${adviceFor(trouble)}`} />
  if (downloading) return <EmptyState icon="download" title={t('list.waitingForFirst', { objects })} />
  if (!canWrite) return <EmptyState icon={objectIcons[object]} title={t('list.empty', { objects })} why={t('list.emptyWhy', { crm })} />
  return (
    <EmptyState icon={objectIcons[object]} title={t('list.empty', { objects })} why={t('list.emptyNew', { key: keyCapText('create') })}>
      <Button shows="create" onPress={onCreate}>
        {t(`new.${object as Exclude<ObjectType, 'user'>}`)}
      </Button>
    </EmptyState>
  )
}

/** What keeps the first records from coming: an empty list must not look like an empty CRM. */
function troubleOf(status: ObjectStatus | null): Failure | null {
  if (status === null) return null
  const { lastError, pull } = status
  return lastError ?? (pull.kind === 'waiting' || pull.kind === 'halted' ? pull.because : null)
}

/** Names the condition that takes the most away, and what would be there without it. */
function NothingFiltered({
  selection,
  filter,
  objects,
  onFilter,
}: {
  readonly selection: ListSelection
  readonly filter: Filter
  readonly objects: string
  readonly onFilter: (filter: Filter | null) => void
}) {
  const t = useText()
  const { connection, object } = selection
  const context = useWordsContext(connection, object, filter)
  const { join, chips } = chipsOf(filter)
  const without = chips.map((chip) =>
    filterOfChips(
      join,
      chips.filter((each) => each !== chip),
    ),
  )
  const counts = useCounts(selection, without)
  const most = counts.reduce<number>((best, count, at) => ((count ?? 0) > (counts[best] ?? 0) ? at : best), 0)
  const count = counts[most] ?? null
  const strictest = chips[most]
  const why = strictest && count !== null ? t('list.without', { filter: filterSentence(context, object, strictest), count }) : undefined
  return (
    <EmptyState icon="filter" title={t('list.nothingFiltered', { objects })} {...(why ? { why } : {})}>
      <Button onPress={() => onFilter(without[most] ?? null)}>{t('list.removeFilter')}</Button>
      {chips.length > 1 ? (
        <Button kind="quiet" onPress={() => onFilter(null)}>
          {t('list.removeAllFilters')}
        </Button>
      ) : null}
    </EmptyState>
  )
}
