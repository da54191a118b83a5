/**
 * What an unpushed cell was before, and the way back to it: beside the cell while the pointer rests on it, or the keys do.
 */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { ConnectionId } from '../../../shared/model/ids'
import { isWritable, type ObjectType } from '../../../shared/model/object-type'
import type { ListRow } from '../../../shared/model/views'
import { kindOf } from '../../../shared/sync/merge-field'
import { useCommand } from '../../data/mutations'
import { useChanges } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { FieldDiff } from '../../parts/diff/field-diff'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { textContext } from '../../parts/fields/field-context'
import { fieldLabel } from '../../parts/fields/labels'
import { useNames } from '../../parts/fields/names'
import { setGeometry } from '../../parts/geometry'
import { useKeys } from '../../parts/keyboard'
import { showToast } from '../../parts/toast'
import type { Column } from './columns'
import styles from './pending-card.module.css'
import { pendingFields } from './pending-fields'
import type { CellPlace } from './use-cells'

export interface PendingCardProps {
  readonly connection: ConnectionId
  readonly object: ObjectType
  readonly columns: readonly Column[]
  readonly rowAt: (index: number) => ListRow | undefined
  readonly cellAt: (place: CellPlace) => HTMLElement | null
  /** The cell that the keys are on; null outside cell mode and while it is edited. */
  readonly keysOn: CellPlace | null
  /** What holds the rows: the card stands in it. */
  readonly box: RefObject<HTMLDivElement | null>
}

/** A pointer that passes by asks for nothing. */
const REST_MS = 350

export function PendingCard({ keysOn, ...props }: PendingCardProps) {
  const pointed = usePointedCell(props.box)
  const rested = useRested(keysOn)
  const place = pointed ?? rested
  const row = place === null ? undefined : props.rowAt(place.index)
  const column = props.columns.find(({ path }) => path === place?.path)
  return place && row && column ? <Card {...props} key={`${row.id} ${place.path}`} place={place} row={row} column={column} /> : null
}

interface CardProps extends Omit<PendingCardProps, 'keysOn'> {
  readonly place: CellPlace
  readonly row: ListRow
  readonly column: Column
}

function Card({ connection, object, cellAt, place, row, column }: CardProps) {
  const t = useText()
  const card = useRef<HTMLDivElement>(null)
  const edit = useCommand('records.edit')
  const undo = useCommand('changes.undo')
  const fields = pendingFields(useChanges(connection).data ?? [], row.id, column)
  const known = fields.map(({ path }) => fieldAtPath(object, {}, path))
  const names = useNames(
    connection,
    fields.flatMap(({ old, new: next }, at) => {
      const field = known[at]
      return field ? [old, next].map((value) => ({ kind: field.kind, to: field.to, value })) : []
    }),
  )
  useLayoutEffect(() => {
    const cell = cellAt(place)
    const holder = card.current?.offsetParent
    if (!cell || !card.current || !holder) return
    const [at, from, own] = [cell.getBoundingClientRect(), holder.getBoundingClientRect(), card.current.getBoundingClientRect()]
    const left = Math.max(4, Math.min(at.left - from.left, from.width - own.width - 4))
    // Over the cell where there is no room below it.
    const below = at.bottom - from.top + own.height < from.height
    setGeometry(card.current, { '--x': `${left}px`, '--y': `${below ? at.bottom - from.top : at.top - from.top - own.height}px` })
  })
  const revert = async (): Promise<void> => {
    if (!isWritable(object)) return
    const set = fields.filter(({ old }) => old !== null).map(({ path, old }) => ({ path, value: old }))
    const unset = fields.filter(({ old }) => old === null).map(({ path }) => path)
    if ((await edit.run({ connection, object, id: row.id, set, unset })) === undefined) return
    showToast({ fact: t('list.reverted'), name: row.name, undo: () => void undo.run({ connection }) })
  }
  useKeys({ revert: () => (fields.length > 0 ? void revert() : false) })
  if (fields.length === 0) return null
  const context = textContext(t, { names, document: {} })
  return (
    <div ref={card} className={styles.card} data-pending-card="" role="group" aria-label={t('list.pendingCard')}>
      {fields.map(({ path, old, new: next }, at) => {
        const field = known[at]
        return (
          <div key={path} className={styles.line}>
            <div className={styles.field}>{field ? fieldLabel(t, object, field) : path}</div>
            <FieldDiff kind={field?.kind ?? kindOf(object, path)} old={old} new={next} context={context} />
          </div>
        )
      })}
      <div className={styles.foot}>
        <Button small shows="revert" onPress={() => void revert()}>
          {t('field.revert')}
        </Button>
      </div>
    </div>
  )
}

/** The unpushed cell under a resting pointer; it stays while the pointer goes on to the card. */
function usePointedCell(box: PendingCardProps['box']): CellPlace | null {
  const [place, setPlace] = useState<CellPlace | null>(null)
  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    let timer: ReturnType<typeof setTimeout> | null = null
    const later = (next: CellPlace | null): void => {
      if (timer !== null) clearTimeout(timer)
      timer = setTimeout(() => setPlace(next), REST_MS)
    }
    const over = (event: PointerEvent): void => {
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest('[data-pending-card]')) {
        if (timer !== null) clearTimeout(timer)
        return
      }
      const cell = target?.closest<HTMLElement>('[data-unpushed]')
      const index = cell?.closest<HTMLElement>('[data-index]')?.dataset['index']
      later(cell?.dataset['path'] === undefined || index === undefined ? null : { index: Number(index), path: cell.dataset['path'] })
    }
    const leave = (): void => later(null)
    const scroll = (): void => setPlace(null)
    element.addEventListener('pointerover', over)
    element.addEventListener('pointerleave', leave)
    element.addEventListener('scroll', scroll, true)
    return () => {
      if (timer !== null) clearTimeout(timer)
      element.removeEventListener('pointerover', over)
      element.removeEventListener('pointerleave', leave)
      element.removeEventListener('scroll', scroll, true)
    }
  }, [box])
  return place
}

function useRested(place: CellPlace | null): CellPlace | null {
  const [rested, setRested] = useState<CellPlace | null>(null)
  const { index, path } = place ?? { index: null, path: null }
  useEffect(() => {
    const next = index === null || path === null ? null : { index, path }
    const timer = setTimeout(() => setRested(next), next === null ? 0 : REST_MS)
    return () => clearTimeout(timer)
  }, [index, path])
  return place === null ? null : rested
}
