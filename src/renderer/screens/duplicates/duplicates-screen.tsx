/** Records that look like one, the surest first; each group is merged in a dialog, or left alone. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type DuplicateGroup, type DuplicateObject, duplicateObjects, type Strength, strengths } from '../../../shared/model/duplicates'
import type { ConnectionId } from '../../../shared/model/ids'
import type { ObjectType } from '../../../shared/model/object-type'
import { useCommand } from '../../data/mutations'
import { useConnection } from '../../data/queries'
import { useSatchel } from '../../data/satchel'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { EmptyState } from '../../parts/empty-state'
import { formatNumber } from '../../parts/format'
import { useGo } from '../../parts/link'
import { PageHeader } from '../../parts/page-header'
import { showToast } from '../../parts/toast'
import styles from './duplicates-screen.module.css'
import { GroupCard } from './group-card'
import { MergeDialog } from './merge-dialog'

/** More than anybody goes through in a day. */
const SHOWN = 200

export function DuplicatesScreen({ connection, object }: { readonly connection: ConnectionId; readonly object: ObjectType }) {
  const t = useText()
  const known = duplicateObjects.find((each) => each === object)
  return known ? <Duplicates connection={connection} object={known} /> : <EmptyState icon="copy" title={t('duplicates.none')} />
}

function Duplicates({ connection, object }: { readonly connection: ConnectionId; readonly object: DuplicateObject }) {
  const t = useText()
  const go = useGo()
  const satchel = useSatchel()
  const crm = useConnection(connection)?.name ?? t('record.theCrm')
  const [strength, setStrength] = useState<Strength | null>(null)
  const distinct = useCommand('duplicates.distinct')
  const [merging, setMerging] = useState<DuplicateGroup | null>(null)
  const found = useQuery({
    queryKey: ['duplicates', connection, object],
    queryFn: () => satchel.request('duplicates.list', { connection, object, limit: SHOWN }),
    placeholderData: keepPreviousData,
    // What is compared changes with every edit: it is compared when the page is opened, and when that is asked for.
    refetchOnMount: 'always',
  })
  const setApart = async (group: DuplicateGroup, apart: boolean): Promise<void> => {
    const done = await distinct.run({ connection, object, ids: group.records.map(({ id }) => id), distinct: apart })
    if (done === undefined) return
    void found.refetch()
    if (apart) showToast({ fact: t('duplicates.apart'), name: group.records[0]?.name ?? null, undo: () => void setApart(group, false) })
  }
  const list = found.data ?? null
  const groups = (list?.groups ?? []).filter((group) => strength === null || group.strength === strength)
  const total = list ? strengths.reduce((sum, each) => sum + list.counts[each], 0) : 0
  return (
    <>
      <PageHeader
        title={t('duplicates.title', { objects: t(`title.${object}`) })}
        count={total > 0 ? formatNumber(total) : null}
        actions={
          <>
            {duplicateObjects
              .filter((each) => each !== object)
              .map((each) => (
                <Button key={each} kind="quiet" onPress={() => go({ at: 'duplicates', connection, object: each })}>
                  {t('duplicates.title', { objects: t(`title.${each}`) })}
                </Button>
              ))}
            <Button icon="sync" busy={found.isFetching} onPress={() => void found.refetch()}>
              {t('duplicates.again')}
            </Button>
          </>
        }
      />
      <div className={styles.bar} role="group" aria-label={t('duplicates.open')}>
        <Button small kind="quiet" pressed={strength === null} onPress={() => setStrength(null)}>
          {t('import.all', { count: total })}
        </Button>
        {strengths.map((each) => (
          <Button key={each} small pressed={strength === each} onPress={() => setStrength(strength === each ? null : each)}>
            {t('duplicates.count', { strength: t(`duplicates.strength.${each}`), count: list?.counts[each] ?? 0 })}
          </Button>
        ))}
        <span className={styles.note} role="status">
          {list === null && found.isFetching ? t('duplicates.looking') : null}
          {list && !list.complete ? t('duplicates.incomplete') : null}
          {list && list.groups.length === SHOWN ? t('duplicates.more', { count: SHOWN }) : null}
        </span>
      </div>
      <section className={styles.page} tabIndex={0} aria-label={t('duplicates.open')}>
        {list && groups.length === 0 ? <EmptyState icon="check" title={t('duplicates.none')} why={t('duplicates.noneWhy')} /> : null}
        {groups.map((group) => (
          <GroupCard
            key={group.records.map(({ id }) => id).join(' ')}
            connection={connection}
            object={object}
            group={group}
            onMerge={() => setMerging(group)}
            onDistinct={() => void setApart(group, true)}
          />
        ))}
      </section>
      {merging ? (
        <MergeDialog
          connection={connection}
          object={object}
          records={merging.records}
          crm={crm}
          onClose={() => setMerging(null)}
          onMerged={() => {
            setMerging(null)
            void found.refetch()
          }}
        />
      ) : null}
    </>
  )
}
