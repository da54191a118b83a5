/** What a person should know of the disk under their work, over every screen: how it stands now, and what happened to it until that is read. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { describeNotice, type StorageNotice } from '../../shared/storage-notice'
import { queryKeys } from '../data/query-keys'
import { useSatchel } from '../data/satchel'
import { useText } from '../messages/text'
import { Button } from '../parts/button'
import { Mark } from '../parts/mark'
import styles from './storage-notices.module.css'

/** Told once; the others stand as long as they are so. */
const past: ReadonlySet<StorageNotice['kind']> = new Set(['changes-brought-back', 'mirror-set-aside', 'remote-folder'])

export function StorageNotices() {
  const t = useText()
  const satchel = useSatchel()
  const { data = [] } = useQuery({ queryKey: queryKeys.notices, queryFn: () => satchel.request('workspace.notices', {}) })
  const [read, setRead] = useState<ReadonlySet<string>>(new Set())
  const shown = data.filter((notice) => !read.has(nameOf(notice)))
  return (
    <div role="status">
      {shown.map((notice) => (
        <div key={nameOf(notice)} className={styles.notice}>
          <Mark name={past.has(notice.kind) ? 'wait' : 'rejected'} label={null} />
          <p className={styles.words}>{describeNotice(notice)}</p>
          {past.has(notice.kind) ? (
            <Button kind="quiet" small icon="x" label={t('action.close')} onPress={() => setRead(new Set([...read, nameOf(notice)]))} />
          ) : null}
        </div>
      ))}
    </div>
  )
}

function nameOf({ kind, at }: StorageNotice): string {
  return `${kind} ${at}`
}
