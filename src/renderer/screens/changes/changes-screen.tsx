/**
 * The review: everything the rep did that is not in the CRM yet, field by field, before any of it leaves.
 *
 * What needs the rep stands first. What waits is ticked; the button says how many go, where to, and how many deletions are
 * among them. While a push runs, states change in place and nothing moves.
 */
import { useRef, useState } from 'react'
import type { ChangeId } from '../../../shared/model/ids'
import type { Change } from '../../../shared/sync/change'
import { useChanges, useConnections, useConnectionStatus } from '../../data/queries'
import { failureWords } from '../../data/mutations'
import { useText } from '../../messages/text'
import { StateBadge } from '../../parts/badge'
import { Button } from '../../parts/button'
import { Dialog } from '../../parts/dialog'
import { EmptyState } from '../../parts/empty-state'
import { Icon } from '../../parts/icon'
import { useKeys } from '../../parts/keyboard'
import { useGo } from '../../parts/link'
import { PageHeader } from '../../parts/page-header'
import { showToast } from '../../parts/toast'
import { type ChangeGroup, changeGroups, groupChanges, placesOf, planOf, tickedChanges, toggleTick } from './change-groups'
import { ChangeRow } from './change-row'
import styles from './changes.module.css'
import { DiscardDialog } from './discard-dialog'
import { FirstPush, useFirstPush } from './first-push'
import { useChangeActions } from './use-change-actions'

/** Rows drawn at first in a group; a batch of thousands shows its beginning. */
const FIRST_ROWS = 100
const folded: ReadonlySet<ChangeGroup> = new Set(['pushed', 'discarded'])
const states = ['rejected', 'conflict', 'waiting', 'pushing', 'held'] as const

export function ChangesScreen() {
  const t = useText()
  const go = useGo()
  const { data, error, refetch, isPending } = useChanges(null, true)
  const changes = data ?? []
  const connections = useConnections().data ?? []
  const actions = useChangeActions()
  const firstPush = useFirstPush()
  const [unticked, setUnticked] = useState<ReadonlySet<ChangeId>>(new Set())
  const [places, setPlaces] = useState<ReadonlyMap<ChangeId, ChangeGroup>>(new Map())
  const [unfolded, setUnfolded] = useState<ReadonlySet<ChangeId>>(new Set())
  const [opened, setOpened] = useState<ReadonlySet<ChangeGroup>>(new Set())
  const [rows, setRows] = useState(FIRST_ROWS)
  const [focus, setFocus] = useState<ChangeId | null>(null)
  const [editing, setEditing] = useState<ChangeId | null>(null)
  const [discarding, setDiscarding] = useState<readonly Change[] | null>(null)
  const [asking, setAsking] = useState<readonly Change[] | null>(null)
  const list = useRef<HTMLDivElement>(null)

  const crmOf = (change: Pick<Change, 'connection'>): string => connections.find(({ id }) => id === change.connection)?.name ?? t('record.theCrm')
  const groups = groupChanges(changes, places)
  const visible = changeGroups.filter((group) => !folded.has(group) || opened.has(group)).flatMap((group) => (groups.get(group) ?? []).slice(0, rows))
  const current = visible.find(({ id }) => id === focus) ?? visible[0] ?? null
  const waiting = changes.filter(({ state }) => state === 'waiting')
  const ticked = tickedChanges(changes, unticked)
  const plan = planOf(ticked)
  const place = plan.connections.length === 1 && ticked[0] ? crmOf(ticked[0]) : t('changes.crms', { count: plan.connections.length })
  const offline = useConnectionStatus(plan.connections[0] ?? null)?.state === 'offline'
  const open = changes.filter(({ state }) => state !== 'pushed' && state !== 'discarded')

  const focusOn = (change: Change | undefined): void => {
    if (!change) return
    setFocus(change.id)
    list.current?.querySelector<HTMLElement>(`[data-change="${CSS.escape(change.id)}"]`)?.focus()
  }
  const step = (by: 1 | -1): void =>
    focusOn(visible[Math.min(visible.length - 1, Math.max(0, visible.findIndex((change) => change === current) + by))])
  const tick = (change: Change): void => {
    const toggled = toggleTick(changes, unticked, change.id)
    setUnticked(toggled.unticked)
    if (toggled.along.length > 0)
      showToast({ fact: t(unticked.has(change.id) ? 'changes.tickedAlong' : 'changes.untickedAlong', { count: toggled.along.length }) })
  }
  const push = async (wanted: readonly Change[]): Promise<void> => {
    setAsking(null)
    firstPush.done()
    setPlaces(placesOf(changes))
    const report = await actions.push(wanted.map(({ id }) => id))
    setPlaces(new Map())
    if (!report || report.rejected + report.conflicts === 0) return
    const fresh = (await refetch()).data ?? []
    focusOn(groupChanges(fresh).get('needs-you')?.[0])
  }
  const askOrPush = (wanted: readonly Change[]): void => {
    if (wanted.length === 0 || actions.pushing) return
    if (firstPush.isFirst || wanted.some(({ kind }) => kind === 'delete')) setAsking(wanted)
    else void push(wanted)
  }
  const on = (allowed: readonly Change['state'][], act: (change: Change) => void) => (): void | false =>
    current && allowed.includes(current.state) ? act(current) : false
  useKeys({
    next: () => step(1),
    previous: () => step(-1),
    tick: on(['waiting'], tick),
    unfold: () => (current ? setUnfolded(toggled(unfolded, current.id)) : false),
    edit: on(['waiting', 'held', 'rejected'], (change) => (change.kind === 'delete' ? undefined : setEditing(change.id))),
    discard: on(['waiting', 'held', 'rejected', 'conflict'], (change) => setDiscarding([change])),
    hold: on(['waiting', 'held'], (change) => void (change.state === 'held' ? actions.retry(change) : actions.hold([change]))),
    retry: on(['rejected', 'held'], (change) => void actions.retry(change)),
    push: () => askOrPush(ticked),
    pushAll: () => askOrPush(waiting),
    openConflict: on(['conflict'], (change) => go({ at: 'conflict', change: change.id })),
  })

  const words = t(offline ? 'changes.pushOffline' : 'changes.push', { count: plan.count, place, deletions: plan.deletions })
  return (
    <div className={styles.screen}>
      <PageHeader
        title={t('nav.changes')}
        count={open.length > 0 ? t('changes.unpushed', { count: open.length }) : null}
        actions={
          open.length === 0 ? null : (
            <Button
              kind="primary"
              icon="upload"
              shows="push"
              busy={actions.pushing}
              reason={plan.count === 0 ? t(waiting.length === 0 ? 'changes.nothingWaits' : 'changes.nothingTicked') : null}
              onPress={() => askOrPush(ticked)}
            >
              <span className={styles.pushLong}>{actions.pushing ? t('changes.pushing') : plan.count === 0 ? t('changes.pushNone') : words}</span>
              <span className={styles.pushShort}>{t('changes.pushShort', { count: plan.count })}</span>
            </Button>
          )
        }
      />
      {open.length === 0 ? null : (
        <div className={styles.bar}>
          {waiting.length === 0 ? null : (
            <label className={styles.tickAll}>
              <input
                type="checkbox"
                className={styles.tick}
                checked={ticked.length === waiting.length}
                ref={(box) => {
                  if (box) box.indeterminate = ticked.length > 0 && ticked.length < waiting.length
                }}
                onChange={() => setUnticked(ticked.length === waiting.length ? new Set(waiting.map(({ id }) => id)) : new Set())}
              />
              {t('changes.ticked', { ticked: ticked.length, count: waiting.length })}
            </label>
          )}
          {states.map((state) => {
            const count = open.filter((change) => change.state === state).length
            return count === 0 ? null : (
              <span key={state} className={styles.count}>
                <span>{count}</span> <StateBadge state={state} />
              </span>
            )
          })}
          <span className={styles.grow} />
          {ticked.length > 0 ? (
            <Button kind="quiet" small onPress={() => setDiscarding(ticked)}>
              {t('changes.discardTicked')}
            </Button>
          ) : null}
        </div>
      )}
      <div className={styles.list} ref={list}>
        {error ? (
          <EmptyState icon="changes" title={t('changes.failed')} why={failureWords(t, error)}>
            <Button onPress={() => void refetch()}>{t('action.tryAgain')}</Button>
          </EmptyState>
        ) : null}
        {!isPending && !error && open.length === 0 ? (
          <EmptyState
            icon="check"
            title={t('changes.nothing')}
            why={t('changes.nothingWhy', { crm: connections.length === 1 ? (connections[0]?.name ?? '') : t('changes.yourCrms') })}
          />
        ) : null}
        {changeGroups.map((group) => {
          const members = groups.get(group) ?? []
          if (members.length === 0) return null
          const folds = folded.has(group)
          const isOpen = !folds || opened.has(group)
          return (
            <section key={group} aria-label={t(`changes.group.${group}`)}>
              <h2 className={styles.groupHead}>
                {folds ? (
                  <button type="button" className={styles.foldButton} aria-expanded={isOpen} onClick={() => setOpened(toggled(opened, group))}>
                    <Icon name={isOpen ? 'down' : 'right'} small /> {t(`changes.group.${group}`)} <span>{members.length}</span>
                  </button>
                ) : (
                  <>
                    {t(`changes.group.${group}`)} <span>{members.length}</span>
                  </>
                )}
              </h2>
              {isOpen ? (
                <div className={styles.box}>
                  {members.slice(0, rows).map((change) => (
                    <ChangeRow
                      key={change.id}
                      change={change}
                      crm={crmOf(change)}
                      ticked={change.state === 'waiting' ? !unticked.has(change.id) : null}
                      focused={change === current}
                      unfolded={unfolded.has(change.id)}
                      editing={editing === change.id}
                      onFocus={() => setFocus(change.id)}
                      onTick={() => tick(change)}
                      onUnfold={() => setUnfolded(toggled(unfolded, change.id))}
                      onEdit={() => setEditing(change.id)}
                      onEdited={() => {
                        setEditing(null)
                        focusOn(change)
                      }}
                      onRetry={() => void actions.retry(change)}
                      onHold={() => void actions.hold([change])}
                      onDiscard={() => setDiscarding([change])}
                      onResolve={() => go({ at: 'conflict', change: change.id })}
                    />
                  ))}
                </div>
              ) : null}
              {isOpen && members.length > rows ? (
                <Button kind="link" onPress={() => setRows(rows + FIRST_ROWS)}>
                  {t('changes.moreRows', { count: members.length - rows })}
                </Button>
              ) : null}
            </section>
          )
        })}
      </div>
      {discarding ? (
        <DiscardDialog
          changes={discarding}
          onClose={() => setDiscarding(null)}
          onDiscard={async () => {
            if (await actions.discard(discarding)) setDiscarding(null)
          }}
        />
      ) : null}
      {asking && firstPush.isFirst ? (
        <FirstPush plan={planOf(asking)} place={place} onPush={() => void push(asking)} onClose={() => setAsking(null)} />
      ) : null}
      {asking && !firstPush.isFirst ? (
        <Dialog
          title={t('changes.deleteTitle', { count: planOf(asking).deletions, place })}
          action={{
            label: t('changes.push', { count: asking.length, place, deletions: planOf(asking).deletions }),
            kind: 'danger-filled',
            onPress: () => void push(asking),
          }}
          onClose={() => setAsking(null)}
        >
          <ul className={styles.toDelete}>
            {asking
              .filter(({ kind }) => kind === 'delete')
              .slice(0, 10)
              .map((change) => (
                <li key={change.id}>
                  <bdi>{change.name ?? t('value.noName')}</bdi>
                </li>
              ))}
          </ul>
          <p>{t('changes.deleteWhy', { place })}</p>
        </Dialog>
      ) : null}
    </div>
  )
}

function toggled<Value>(set: ReadonlySet<Value>, value: Value): ReadonlySet<Value> {
  return set.has(value) ? new Set([...set].filter((each) => each !== value)) : new Set([...set, value])
}
