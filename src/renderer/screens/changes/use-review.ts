/** The state of the review: which changes there are, in which sections, what is ticked, open, edited, asked about. */
import { type RefObject, useState } from 'react'
import type { ChangeId } from '../../../shared/model/ids'
import type { Change } from '../../../shared/sync/change'
import { useChanges, useConnections, useConnectionStatus } from '../../data/queries'
import { useText } from '../../messages/text'
import { showToast } from '../../parts/toast'
import {
  type ChangeGroup,
  goingFields,
  placesOf,
  planOf,
  type PushPlan,
  tickedChanges,
  toggleField,
  toggleTick,
  type UntickedFields,
} from './change-groups'
import { type Arrangement, type ReviewSection, sectionsOf } from './review-sections'
import { type ChangeActions, useChangeActions } from './use-change-actions'
import { type Checks, useChecks } from './use-checks'

/** Rows drawn at first in a section; a batch of thousands shows its beginning. */
const FIRST_ROWS = 100

export interface Review {
  readonly changes: readonly Change[]
  readonly open: readonly Change[]
  readonly waiting: readonly Change[]
  readonly ticked: readonly Change[]
  readonly plan: PushPlan
  /** The name of the CRM that the ticked ones go to. */
  readonly place: string
  /** None of those that the ticked ones go to can be reached. */
  readonly offline: boolean
  readonly sections: readonly ReviewSection[]
  readonly by: Arrangement
  readonly rows: number
  /** The one that keys act on. */
  readonly current: Change | null
  readonly actions: ChangeActions
  readonly checks: Checks
  readonly editing: ChangeId | null
  readonly discarding: readonly Change[] | null
  /** To be pushed, once the rep has read what that means. */
  readonly asking: readonly Change[] | null
  readonly loading: boolean
  readonly error: Error | null
  reload(): void
  crmOf(change: Pick<Change, 'connection'>): string
  arrange(by: Arrangement): void
  isOpen(section: ReviewSection): boolean
  toggleSection(section: ReviewSection): void
  showMore(): void
  isTicked(change: Change): boolean
  isFieldTicked(change: Change, path: string): boolean
  tickField(change: Change, path: string): void
  tick(change: Change): void
  tickAll(): void
  isUnfolded(change: Change): boolean
  unfold(change: Change): void
  focus(change: Change): void
  moveTo(change: Change | undefined): void
  step(by: 1 | -1): void
  edit(change: Change | null): void
  discard(changes: readonly Change[] | null): void
  ask(changes: readonly Change[] | null): void
  push(changes: readonly Change[]): Promise<void>
}

/** `list` holds the rows: the one that the keys move to takes the focus. */
export function useReview(list: RefObject<HTMLDivElement | null>): Review {
  const t = useText()
  const { data, error, refetch, isPending } = useChanges(null, true)
  const changes = data ?? []
  const connections = useConnections().data ?? []
  const actions = useChangeActions()
  const checks = useChecks()
  const [by, setBy] = useState<Arrangement>('state')
  const [unticked, setUnticked] = useState<ReadonlySet<ChangeId>>(new Set())
  const [untickedFields, setUntickedFields] = useState<UntickedFields>(new Map())
  const [places, setPlaces] = useState<ReadonlyMap<ChangeId, ChangeGroup>>(new Map())
  const [unfolded, setUnfolded] = useState<ReadonlySet<ChangeId>>(new Set())
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [rows, setRows] = useState(FIRST_ROWS)
  const [focused, setFocused] = useState<ChangeId | null>(null)
  const [editing, setEditing] = useState<ChangeId | null>(null)
  const [discarding, setDiscarding] = useState<readonly Change[] | null>(null)
  const [asking, setAsking] = useState<readonly Change[] | null>(null)

  const sections = sectionsOf(changes, by, places)
  const isOpen = (section: ReviewSection): boolean => !section.folds || opened.has(section.id)
  const visible = sections.filter(isOpen).flatMap((section) => section.changes.slice(0, rows))
  const current = visible.find(({ id }) => id === focused) ?? visible[0] ?? null
  const waiting = changes.filter(({ state }) => state === 'waiting')
  const ticked = tickedChanges(changes, unticked, untickedFields)
  const plan = planOf(ticked)
  const crmOf = (change: Pick<Change, 'connection'>): string => connections.find(({ id }) => id === change.connection)?.name ?? t('record.theCrm')
  const moveTo = (change: Change | undefined): void => {
    if (!change) return
    setFocused(change.id)
    list.current?.querySelector<HTMLElement>(`[data-change="${CSS.escape(change.id)}"]`)?.focus()
  }
  return {
    changes,
    open: changes.filter(({ state }) => state !== 'pushed' && state !== 'discarded'),
    waiting,
    ticked,
    plan,
    place: plan.connections.length === 1 && ticked[0] ? crmOf(ticked[0]) : t('changes.crms', { count: plan.connections.length }),
    offline: useConnectionStatus(plan.connections[0] ?? null)?.state === 'offline',
    sections,
    by,
    rows,
    current,
    actions,
    checks,
    editing,
    discarding,
    asking,
    loading: isPending,
    error,
    reload: () => void refetch(),
    crmOf,
    arrange: setBy,
    isOpen,
    toggleSection: (section) => setOpened(toggled(opened, section.id)),
    showMore: () => setRows(rows + FIRST_ROWS),
    isTicked: (change) => !unticked.has(change.id) && goingFields(change, untickedFields)?.length !== 0,
    isFieldTicked: (change, path) => !unticked.has(change.id) && untickedFields.get(change.id)?.has(path) !== true,
    tickField(change, path) {
      // A change that stays as a whole is let go again with the field that is ticked.
      if (unticked.has(change.id)) setUnticked(new Set([...unticked].filter((id) => id !== change.id)))
      setUntickedFields(toggleField(untickedFields, change, path))
    },
    tick(change) {
      const next = toggleTick(changes, unticked, change.id)
      setUnticked(next.unticked)
      if (next.along.length > 0)
        showToast({ fact: t(unticked.has(change.id) ? 'changes.tickedAlong' : 'changes.untickedAlong', { count: next.along.length }) })
    },
    tickAll: () => setUnticked(ticked.length === waiting.length ? new Set(waiting.map(({ id }) => id)) : new Set()),
    isUnfolded: (change) => unfolded.has(change.id),
    unfold: (change) => setUnfolded(toggled(unfolded, change.id)),
    focus: (change) => setFocused(change.id),
    moveTo,
    step(steps) {
      moveTo(visible[Math.min(visible.length - 1, Math.max(0, visible.findIndex((change) => change === current) + steps))])
    },
    edit: (change) => setEditing(change?.id ?? null),
    discard: setDiscarding,
    ask: setAsking,
    async push(wanted) {
      setAsking(null)
      // While it runs, states change in place and nothing moves.
      setPlaces(placesOf(changes))
      const report = await actions.push(wanted.map((change) => ({ id: change.id, fields: goingFields(change, untickedFields) })))
      setPlaces(new Map())
      if (!report || report.rejected + report.conflicts === 0) return
      const fresh = (await refetch()).data ?? []
      moveTo(sectionsOf(fresh, 'state', new Map())[0]?.changes[0])
    },
  }
}

function toggled<Value>(set: ReadonlySet<Value>, value: Value): ReadonlySet<Value> {
  return set.has(value) ? new Set([...set].filter((each) => each !== value)) : new Set([...set, value])
}
