/** The deal board: a column a stage of one pipeline. A move is an ordinary edit, by drag, by key or by menu. */
import { useRef, useState } from 'react'
import { dayOf } from '../../../shared/model/calendar'
import type { ConnectionId } from '../../../shared/model/ids'
import type { Board, BoardGroup, DealCard, Stage } from '../../../shared/model/reports'
import { failureWords } from '../../data/mutations'
import { useConnection } from '../../data/queries'
import { useRepaint, useReport, useToday } from '../../data/reports'
import { useMe } from '../../data/use-me'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { EmptyState } from '../../parts/empty-state'
import { useGo } from '../../parts/link'
import { PageHeader } from '../../parts/page-header'
import { AnchoredMenu } from '../../parts/popover-menu'
import { showToast } from '../../parts/toast'
import { ViewSwitch } from '../../parts/view-switch'
import { chosenOwner, closingDays, parseReportSearch, type ReportSearch } from '../../report-search'
import { BoardBar } from './board-bar'
import { BoardColumn } from './board-column'
import { BoardFoot } from './board-foot'
import styles from './board.module.css'
import { CloseDialog } from './close-dialog'
import { columnName } from './column-name'
import { withMovedCard } from './place-card'
import { useBoardKeys, useFollowCard } from './use-board-keys'
import { type DealMove, useMoveDeal } from './use-move-deal'

/** Cards of a column at first, and how many more at its end. */
const WINDOW = 40

export interface BoardScreenProps {
  readonly connection: ConnectionId
  readonly search: ReportSearch
}

export function BoardScreen({ connection, search }: BoardScreenProps) {
  const t = useText()
  const go = useGo()
  const frame = useRef<HTMLDivElement>(null)
  const anchor = useRef<Element | null>(null)
  const [menuFor, setMenuFor] = useState<DealCard | null>(null)
  const [closing, setClosing] = useState<{ readonly card: DealCard; readonly to: Stage } | null>(null)
  const [limits, setLimits] = useState<Readonly<Record<string, number>>>({})
  const me = useMe(connection)
  const today = useToday()
  const groupBy: BoardGroup = search.group ?? 'stage'
  const whose = chosenOwner(search)
  const owner = whose === 'me' ? me : whose
  const query = {
    connection,
    pipeline: search.pipeline ?? null,
    owner,
    closing: closingDays(search.closing, today.now),
    groupBy,
    ...today,
    limits,
    limit: WINDOW,
  }
  const { data: board, error, refetch } = useReport('reports.board', query)
  const shown =
    board && search.closed === 'hidden' && groupBy === 'stage'
      ? { ...board, columns: board.columns.filter(({ stage }) => stage.kind === 'open') }
      : board
  const follow = useFollowCard(shown, frame)
  const save = useMoveDeal(connection, groupBy, useRepaint('reports.board', query), (before, { card, to }) => withMovedCard(before, card, to.id))

  const narrow = (change: Partial<Record<keyof ReportSearch, string | undefined>>) =>
    go({ at: 'board', connection, search: parseReportSearch({ ...search, ...change }) }, { replace: true })
  const move = (it: DealMove) => {
    setClosing(null)
    follow(it.card)
    void save(it)
  }
  const ask = (card: DealCard, to: Stage) => {
    if (stageOf(board, card.id)?.id === to.id) return
    if (to.kind === 'open') move({ card, to })
    else setClosing({ card, to })
  }
  const openMenu = (card: DealCard, from: Element) => {
    anchor.current = from
    setMenuFor(card)
  }
  const onKeys = useBoardKeys({ shown, frame, onMove: ask, onMenu: openMenu, onNoNeighbour: () => showToast({ fact: t('board.noNeighbour') }) })
  const open = board?.columns.reduce((sum, { stage, count }) => sum + (stage.kind === 'open' ? count : 0), 0)

  return (
    <>
      <PageHeader
        title={t('board.title')}
        count={open === undefined ? null : t('board.open', { count: open })}
        actions={
          <>
            <ViewSwitch connection={connection} shown="board" />
            <Button kind="primary" icon="plus" shows="create" onPress={() => go({ at: 'new', connection, object: 'deal' })}>
              {t('new.deal')}
            </Button>
          </>
        }
      />
      <BoardBar connection={connection} search={search} board={board} me={me} onSearch={narrow} />
      <NoProbability board={board} connection={connection} />
      {error ? (
        <EmptyState icon="info" title={t('report.failed')} why={failureWords(t, error)}>
          <Button onPress={() => void refetch()}>{t('action.tryAgain')}</Button>
        </EmptyState>
      ) : null}
      {shown && shown.pipeline === null ? <EmptyState icon="board" title={t('board.none')} why={t('board.noneWhy')} /> : null}
      {shown?.pipeline ? (
        <div
          ref={frame}
          className={styles.board}
          role="group"
          aria-label={t('board.columns', { pipeline: shown.pipeline.name ?? t('report.pipeline.all') })}
          onKeyDownCapture={onKeys}
        >
          {shown.columns.map((column) => (
            <BoardColumn
              key={column.stage.id}
              column={column}
              groupBy={groupBy}
              now={today.now}
              me={me}
              onOpen={(id) => go({ at: 'record', connection, object: 'deal', id })}
              onMenu={openMenu}
              onDrop={(id) => {
                const card = cardOf(board, id)
                if (card) ask(card, column.stage)
              }}
              onMore={() => setLimits((now) => ({ ...now, [column.stage.id]: column.cards.length + WINDOW }))}
            />
          ))}
        </div>
      ) : null}
      <BoardFoot />
      {menuFor ? (
        <AnchoredMenu
          label={t('board.moveTo', { name: menuFor.name ?? t('value.noName') })}
          anchor={anchor}
          onClose={() => setMenuFor(null)}
          entries={(groupBy === 'stage' ? (board?.pipeline?.stages ?? []) : (board?.columns ?? []).map(({ stage }) => stage)).map((stage) => ({
            id: stage.id,
            label: columnName(t, groupBy, stage),
            current: stageOf(board, menuFor.id)?.id === stage.id,
            onAction: () => ask(menuFor, stage),
          }))}
        />
      ) : null}
      {closing ? <CloseDialog {...closing} today={dayOf(today.now)} onMove={move} onClose={() => setClosing(null)} /> : null}
    </>
  )
}

function NoProbability({ board, connection }: { readonly board: Board | undefined; readonly connection: ConnectionId }) {
  const t = useText()
  const crm = useConnection(connection)?.name ?? ''
  if (!board || board.hasProbability || board.columns.every(({ count }) => count === 0)) return null
  return <p className={styles.note}>{t('report.noProbability', { crm })}</p>
}

function cardOf(board: Board | undefined, id: string): DealCard | null {
  return board?.columns.flatMap(({ cards }) => cards).find((card) => card.id === id) ?? null
}

function stageOf(board: Board | undefined, id: string): Stage | null {
  return board?.columns.find(({ cards }) => cards.some((card) => card.id === id))?.stage ?? null
}
