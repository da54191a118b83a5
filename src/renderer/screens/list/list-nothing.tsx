/** What a list says when it has no row to show: nothing there, nothing yet, nothing matches, not offered, not readable. */
import type { ObjectType } from '../../../shared/model/object-type'
import type { ObjectStatus } from '../../../shared/sync/report'
import { failureWords } from '../../data/mutations'
import type { ListState } from '../../data/record-list'
import { objectIcons } from '../../frame/navigation'
import { keyCapText } from '../../keys'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { EmptyState } from '../../parts/empty-state'

export interface ListNothingProps {
  readonly object: ObjectType
  readonly search: string
  readonly crm: string
  readonly state: ListState
  readonly status: ObjectStatus | null
  readonly canWrite: boolean
  readonly onRetry: () => void
  readonly onClear: () => void
  readonly onCreate: () => void
}

export function ListNothing({ object, search, crm, state, status, canWrite, onRetry, onClear, onCreate }: ListNothingProps) {
  const t = useText()
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
  if (status?.lastError?.kind === 'not-supported')
    return <EmptyState icon="lock" title={t('list.notOffered', { crm, objects })} why={t('list.notOfferedWhy')} />
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
