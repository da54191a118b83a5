/** What is kept on this computer, and whether it is sound. */
import { useQuery } from '@tanstack/react-query'
import { useConnections, useStatus } from '../../data/queries'
import { queryKeys } from '../../data/query-keys'
import { useSatchel } from '../../data/satchel'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { formatBytes } from '../../parts/format'
import { useGo } from '../../parts/link'
import { Mark } from '../../parts/mark'
import { SettingRow } from './setting-row'
import styles from './settings-screen.module.css'

export function StorageSettings() {
  const t = useText()
  const go = useGo()
  const satchel = useSatchel()
  const { data } = useQuery({ queryKey: queryKeys.storage, queryFn: () => satchel.request('workspace.storage', {}) })
  const connections = useConnections().data ?? []
  const status = useStatus().data
  const recordsOf = (id: string): number =>
    Object.values(status?.connections.find(({ connection }) => connection === id)?.objects ?? {}).reduce((sum, { records }) => sum + records, 0)
  return (
    <>
      <SettingRow title={t('settings.storage.size')} {...(data ? { why: data.folder } : {})}>
        <span className={styles.figure}>{data ? formatBytes(data.bytes) : ''}</span>
      </SettingRow>
      <Soundness />
      {connections.map((connection) => (
        <SettingRow
          key={connection.id}
          title={t('settings.storage.remove', { name: connection.name })}
          why={t('settings.storage.removeWhy', { count: recordsOf(connection.id) })}
        >
          <Button kind="danger" onPress={() => go({ at: 'sync' })}>
            {t('settings.storage.removeAction')}
          </Button>
        </SettingRow>
      ))}
    </>
  )
}

function Soundness() {
  const t = useText()
  const satchel = useSatchel()
  const { data, refetch, isFetching } = useQuery({ queryKey: queryKeys.doctor, queryFn: () => satchel.request('doctor.run', {}), enabled: false })
  return (
    <>
      <SettingRow title={t('settings.storage.check')} why={t('settings.storage.checkWhy')}>
        <Button icon="shield" busy={isFetching} onPress={() => void refetch()}>
          {t('settings.storage.checkAction')}
        </Button>
      </SettingRow>
      {data ? (
        <div role="status">
          <ul className={styles.checks}>
            {data.checks.map((check) => (
              <li key={check.name} className={styles.check}>
                <Mark name={check.ok ? 'pushed' : 'rejected'} label={null} />
                <span>
                  <b>{check.name}</b>: {check.detail}
                  {check.advice === null ? '' : `. ${check.advice}`}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  )
}
