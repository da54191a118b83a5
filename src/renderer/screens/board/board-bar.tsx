/** What the board is narrowed by, and what all its open columns add up to. */
import type { ConnectionId } from '../../../shared/model/ids'
import { type Board, boardGroups } from '../../../shared/model/reports'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { ChoiceChip } from '../../parts/choice-chip'
import { formatShortMoney } from '../../parts/format'
import { MoreCurrencies } from '../../parts/money'
import { OwnerChip, PipelineChip } from '../../parts/report-chips'
import { chosenOwner, closingChoices, type ReportSearch } from '../../report-search'
import styles from './board.module.css'
import { openSums } from './open-sums'

export interface BoardBarProps {
  readonly connection: ConnectionId
  readonly search: ReportSearch
  readonly board: Board | undefined
  readonly me: string | null
  readonly onSearch: (change: Partial<Record<keyof ReportSearch, string | undefined>>) => void
}

export function BoardBar({ connection, search, board, me, onSearch }: BoardBarProps) {
  const t = useText()
  const closing = search.closing ?? 'any'
  const group = search.group ?? 'stage'
  return (
    <div className={styles.bar}>
      <PipelineChip
        pipelines={board?.pipelines ?? []}
        chosen={board?.pipeline?.id ?? null}
        onChoose={(id) => onSearch({ pipeline: id ?? undefined })}
      />
      <OwnerChip connection={connection} chosen={chosenOwner(search)} me={me} onChoose={(owner) => onSearch({ owner: owner ?? undefined })} />
      <ChoiceChip
        label={t('report.closing')}
        value={t(`report.closing.${closing}`)}
        entries={closingChoices.map((choice) => ({
          id: choice,
          label: t(`report.closing.${choice}`),
          current: choice === closing,
          onAction: () => onSearch({ closing: choice }),
        }))}
      />
      <ChoiceChip
        label={t('board.group')}
        value={t(`board.group.${group}`)}
        entries={boardGroups.map((each) => ({
          id: each,
          label: t(`board.group.${each}`),
          current: each === group,
          onAction: () => onSearch({ group: each }),
        }))}
      />
      {group === 'stage' ? (
        <Button small pressed={search.closed !== 'hidden'} onPress={() => onSearch({ closed: search.closed === 'hidden' ? undefined : 'hidden' })}>
          {t('board.closedStages')}
        </Button>
      ) : null}
      <span className={styles.grow} />
      {board ? <Totals board={board} /> : null}
    </div>
  )
}

function Totals({ board }: { readonly board: Board }) {
  const t = useText()
  const sums = openSums(board)
  const [first] = sums
  if (!first) return null
  const inShort = (measure: 'amount' | 'weighted'): string =>
    sums
      .slice(0, 3)
      .map((sum) => formatShortMoney(sum[measure], sum.currency))
      .join(' · ')
  return (
    <span className={styles.totals}>
      {t('report.open')} <b>{inShort('amount')}</b>
      <span className={styles.divider} aria-hidden="true" />
      {t('report.weighted')} <b>{inShort('weighted')}</b>
      <MoreCurrencies sums={sums} label={t('report.open')} />
    </span>
  )
}
