/** The other open conflicts like this one: shown before the same decision is made for all of them. */
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Change } from '../../../shared/sync/change'
import { queryKeys } from '../../data/query-keys'
import { useSatchel } from '../../data/satchel'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { Tick } from '../../parts/tick'
import { RecordName } from '../../parts/value'
import styles from './alike.module.css'

export interface AlikeProps {
  readonly change: Change
  readonly ticked: boolean
  readonly onTick: () => void
}

/** More names than this are told as a number by the tick. */
const SHOWN = 50

export function Alike({ change, ticked, onTick }: AlikeProps) {
  const t = useText()
  const satchel = useSatchel()
  const [open, setOpen] = useState(false)
  const { data = [] } = useQuery({
    queryKey: [...queryKeys.changes, 'alike', change.id],
    queryFn: () => satchel.request('changes.alike', { id: change.id }),
  })
  if (data.length === 0) return null
  return (
    <div className={styles.alike}>
      <Tick checked={ticked} onChange={onTick}>
        {t('conflict.alike', { count: data.length })}
      </Tick>
      <Button kind="link" onPress={() => setOpen(!open)}>
        {t(open ? 'conflict.alikeHide' : 'conflict.alikeShow')}
      </Button>
      {open ? (
        <ul className={styles.names}>
          {data.slice(0, SHOWN).map((other) => (
            <li key={other.id}>
              <RecordName name={other.name} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
