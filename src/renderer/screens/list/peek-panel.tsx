/**
 * The record that the keys are on, beside the list and never over it. It follows the arrows once they rest, is edited in place, and
 * becomes the record with Enter; the focus stays in the list unless a click goes in.
 */
import { useEffect, useState } from 'react'
import type { ConnectionId, RecordId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { useRecord, useTimeline } from '../../data/queries'
import { useText } from '../../messages/text'
import { Avatar } from '../../parts/avatar'
import { Button } from '../../parts/button'
import { FieldContext } from '../../parts/fields/field-context'
import { namesOf } from '../../parts/fields/names'
import { formatDay } from '../../parts/format'
import { useGo } from '../../parts/link'
import { useNow } from '../../parts/use-now'
import { RecordName } from '../../parts/value'
import { textOf } from '../../../shared/model/record'
import { Details } from '../record/details'
import { useMe } from '../../data/use-me'
import styles from './peek-panel.module.css'

export interface PeekPanelProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly id: RecordId
  readonly crm: string
  /** From 0. */
  readonly index: number
  readonly count: number
  readonly onMove: (step: number) => void
  readonly onClose: () => void
}

/** Arrows that are held down pass by; what they stop at is read. */
const REST_MS = 60

export function PeekPanel({ id, ...props }: PeekPanelProps) {
  const [rested, setRested] = useState(id)
  useEffect(() => {
    const timer = setTimeout(() => setRested(id), REST_MS)
    return () => clearTimeout(timer)
  }, [id])
  return <Peek {...props} id={rested} />
}

function Peek({ connection, object, id, crm, index, count, onMove, onClose }: PeekPanelProps) {
  const t = useText()
  const go = useGo()
  const me = useMe(connection)
  const { data: view } = useRecord({ connection, object, id })
  const fact = view
    ? [textOf(view.document, 'title'), textOf(view.document, 'company') ?? textOf(view.document, 'company_name')].filter(Boolean).join(' · ')
    : ''
  return (
    <aside className={styles.panel} aria-label={t('peek.title', { name: view?.name ?? '' })}>
      <div className={styles.bar}>
        <span className={styles.place}>{t('peek.place', { at: index + 1, count })}</span>
        <Button kind="quiet" small icon="up" label={t('peek.previous')} shows="previous" onPress={() => onMove(-1)} />
        <Button kind="quiet" small icon="down" label={t('peek.next')} shows="next" onPress={() => onMove(1)} />
        <Button kind="quiet" small shows="open" onPress={() => go({ at: 'record', connection, object, id })}>
          {t('peek.open')}
        </Button>
        <Button kind="quiet" small icon="x" label={t('peek.close')} shows="peek" onPress={onClose} />
      </div>
      {view ? (
        <div className={styles.body} tabIndex={0} role="group" aria-label={view.name ?? t('peek.title', { name: '' })}>
          <div className={styles.who}>
            <Avatar name={view.name} large />
            <div className={styles.titles}>
              <h2 className={styles.name}>
                <RecordName name={view.name} />
              </h2>
              {fact === '' ? null : <bdi className={styles.fact}>{fact}</bdi>}
            </div>
          </div>
          <FieldContext value={{ connection, object, document: view.document, names: namesOf(view), crm, me }}>
            <Details key={view.id} view={view} crm={crm} editWish={0} />
          </FieldContext>
          {object === 'event' ? null : <Recent connection={connection} object={object} id={id} />}
        </div>
      ) : null}
    </aside>
  )
}

/** The last few things done with it. */
function Recent({ connection, object, id }: Pick<PeekPanelProps, 'connection' | 'object' | 'id'>) {
  const t = useText()
  const now = useNow()
  const { data = [] } = useTimeline({ connection, object, id }, 5)
  if (data.length === 0) return null
  return (
    <>
      <h3 className={styles.head}>{t('title.event')}</h3>
      <ul className={styles.recent}>
        {data.map((event) => (
          <li key={event.id}>
            <RecordName name={event.name} />
            <span className={styles.when}>{event.at === null ? '' : formatDay({ kind: 'instant', at: event.at }, now)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}
