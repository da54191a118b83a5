/**
 * The record that is open: who or what it is, its fields at the left, and at the right what happened and what belongs to it.
 *
 * Opening it asks the CRM for its present state in the background; what comes changes values in place.
 */
import { useEffect, useState } from 'react'
import type { RecordId } from '../../../shared/model/ids'
import { isWritable } from '../../../shared/model/object-type'
import type { RecordView } from '../../../shared/model/views'
import { useCommand } from '../../data/mutations'
import { useConnection } from '../../data/queries'
import { useAbilities } from '../../data/support'
import { useNeighbours } from '../../data/use-neighbours'
import { useRememberRecord } from '../../data/recent-records'
import type { KeyName } from '../../keys'
import { type MessageId, useText } from '../../messages/text'
import { FieldContext } from '../../parts/fields/field-context'
import { namesOf } from '../../parts/fields/names'
import { formatWhen } from '../../parts/format'
import { useKeys } from '../../parts/keyboard'
import { useGo } from '../../parts/link'
import { Tabs } from '../../parts/tabs'
import { useNow } from '../../parts/use-now'
import { Composer } from './composer'
import { DeleteRecord } from './delete-record'
import { Details } from './details'
import { History } from './history'
import { Identity } from './identity'
import { Raw } from './raw'
import { RecordHeader } from './record-header'
import styles from './record.module.css'
import { Related } from './related'
import { Timeline } from './timeline'
import { useMe } from '../../data/use-me'

const tabs = ['activity', 'related', 'history', 'raw'] as const
type Tab = (typeof tabs)[number]

const tabKeys: Readonly<Record<Tab, KeyName>> = { activity: 'tabActivity', related: 'tabRelated', history: 'tabHistory', raw: 'tabRaw' }

export function RecordPage({ view }: { readonly view: RecordView }) {
  const t = useText()
  const go = useGo()
  const now = useNow()
  const { connection, object, id } = view
  const crm = useConnection(connection)?.name ?? t('record.theCrm')
  const me = useMe(connection)
  const hasActivity = object === 'contact' || object === 'company' || object === 'deal' || object === 'lead'
  const [tab, setTab] = useState<Tab>(hasActivity ? 'activity' : 'history')
  const [deleting, setDeleting] = useState(false)
  /** Counts the wishes to edit: each one opens the first field anew. */
  const [editWish, setEditWish] = useState(0)
  /** Counts the wishes to write an activity. */
  const [logWish, setLogWish] = useState(0)
  useRememberRecord({ connection, object, id })
  const refresh = useCommand('records.refresh', { quiet: true }).run
  const isRemote = view.remoteId !== null
  useEffect(() => {
    // Nobody waits for it, and what it brings is told as an event.
    if (isRemote) void refresh({ connection, object, id })
    // `refresh` is a new function on every render; once for each record is meant.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [connection, object, id, isRemote])
  const abilities = useAbilities(connection, object)
  const mayDelete =
    isWritable(object) && object !== 'pipeline' && (abilities.remove || !isRemote) && !view.changes.some(({ kind }) => kind === 'delete')
  const log = (): void => {
    // Beside another tab it is there already, where the window is wide enough.
    if (!isShown('[data-composer]')) setTab('activity')
    setLogWish(logWish + 1)
  }
  const activity = (
    <>
      <Composer view={view} wish={logWish} />
      <Timeline view={view} />
    </>
  )
  const neighbours = useNeighbours({ connection, object, id })
  // One step back is the list, however many records were looked at on the way.
  const toNeighbour = (to: RecordId | null | undefined): void | false =>
    to ? go({ at: 'record', connection, object, id: to }, { replace: true }) : false
  const focusDetails = (): void => globalThis.document.querySelector<HTMLElement>('[data-details] [data-edit]')?.focus()
  useKeys({
    edit: () => setEditWish(editWish + 1),
    nextRecord: () => toNeighbour(neighbours?.next),
    previousRecord: () => toNeighbour(neighbours?.previous),
    tabDetails: focusDetails,
    tabActivity: () => (hasActivity ? setTab('activity') : false),
    tabRelated: () => setTab('related'),
    tabHistory: () => setTab('history'),
    tabRaw: () => setTab('raw'),
    logActivity: () => (hasActivity ? log() : false),
    remove: () => (mayDelete ? setDeleting(true) : false),
    close: () => go({ at: 'list', connection, object }),
  })
  return (
    <FieldContext value={{ connection, object, document: view.document, names: namesOf(view), crm, me }}>
      <div className={styles.record}>
        <RecordHeader
          view={view}
          crm={crm}
          neighbours={neighbours}
          onNeighbour={toNeighbour}
          mayDelete={mayDelete}
          onDelete={() => setDeleting(true)}
          onLog={hasActivity ? log : null}
        />
        <Identity view={view} />
        <div className={styles.bar}>
          <Tabs
            label={t('record.parts')}
            tabs={[
              { id: 'details', label: t('record.tab.details'), shows: 'tabDetails' },
              ...tabs
                .filter((each) => hasActivity || each !== 'activity')
                .map((each) => ({ id: each, label: t(`record.tab.${each}` satisfies MessageId), shows: tabKeys[each] })),
            ]}
            current={tab}
            onChoose={(id) => (id === 'details' ? focusDetails() : setTab(id))}
          />
          <span className={styles.asOf}>
            {view.seenAt === null ? t('record.notThere', { crm }) : t('record.asOf', { time: formatWhen(view.seenAt, now), crm })}
          </span>
        </div>
        {view.quarantined === null ? null : <p className={styles.quarantined}>{t('record.quarantined', { crm, reason: view.quarantined })}</p>}
        <div className={styles.columns}>
          <section className={styles.left} data-details="" aria-label={t('record.tab.details')} tabIndex={-1}>
            <Details view={view} crm={crm} editWish={editWish} />
          </section>
          <section className={styles.middle} aria-label={t(`record.tab.${tab}` satisfies MessageId)} tabIndex={0}>
            {tab === 'activity' ? (
              activity
            ) : tab === 'related' ? (
              <Related view={view} />
            ) : tab === 'history' ? (
              <History view={view} crm={crm} />
            ) : (
              <Raw view={view} crm={crm} />
            )}
          </section>
          <section className={styles.right} aria-label={t('record.beside')} tabIndex={0}>
            {tab === 'activity' || !hasActivity ? null : activity}
            {tab === 'related' ? null : <Related view={view} />}
          </section>
        </div>
      </div>
      {deleting ? <DeleteRecord view={view} crm={crm} onClose={() => setDeleting(false)} /> : null}
    </FieldContext>
  )
}

function isShown(selector: string): boolean {
  return [...globalThis.document.querySelectorAll(selector)].some((element) => element.getClientRects().length > 0)
}
