/** One connection: its state and actions, the first download if it is under way, its object types, and what a check found. */
import { useState } from 'react'
import { instant } from '../../../shared/model/ids'
import type { Connection } from '../../../shared/model/views'
import type { PullCounts, ConnectionStatus } from '../../../shared/sync/report'
import type { WebhooksReport } from '../../../shared/sync/webhook'
import { pillWords } from '../../frame/sync-pill'
import { percentOf, pillOf } from '../../frame/pill-state'
import { useCommand } from '../../data/mutations'
import { type Text, useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { useColourPlace } from '../../data/connection-colour'
import { ConnectionTile } from '../../parts/connection-tile'
import { formatDay, formatNumber } from '../../parts/format'
import { useGo } from '../../parts/link'
import { showToast } from '../../parts/toast'
import { useNow } from '../../parts/use-now'
import { ProgressBar } from '../../parts/progress-bar'
import styles from './connection-panel.module.css'
import { DisconnectDialog } from './disconnect-dialog'
import { AllowedPanel } from './allowed-panel'
import { ObjectTable } from './object-table'
import { SetAsideList } from './set-aside-list'
import { SyncLog } from './sync-log'
import { type Verified, VerifyResult } from './verify-result'
import { ApiLog } from './webhooks/api-log'
import { WebhookPanel } from './webhooks/webhook-panel'

export function ConnectionPanel({
  connection,
  index,
  status,
  webhooks,
}: {
  readonly connection: Connection
  readonly index: number
  readonly status: ConnectionStatus
  /** Null while it is not known yet. */
  readonly webhooks: WebhooksReport | null
}) {
  const t = useText()
  const now = useNow(1000)
  const [asking, setAsking] = useState(false)
  const [verified, setVerified] = useState<Verified | null>(null)
  const id = connection.id
  const run = useCommand('sync.run')
  const reconcile = useCommand('sync.reconcile')
  const verify = useCommand('sync.verify')
  const pause = useCommand('sync.pause')
  const resume = useCommand('sync.resume')
  const paused = status.state === 'paused'
  const { unlinked } = connection

  const compare = async (): Promise<void> => {
    const answer = await verify.run({ connection: id })
    if (answer) setVerified({ ...answer, at: Date.now() })
  }
  const sync = async (command: typeof run | typeof reconcile): Promise<void> => {
    const report = await command.run({ connection: id })
    const own = report?.connections.find((each) => each.connection === id)
    if (!own || own.error) return
    const { fetched, created, updated, deleted } = sumOf(Object.values(own.objects))
    const fact = created + updated + deleted === 0 ? t('sync.doneNothing') : t('sync.done', { fetched, created, updated, deleted })
    showToast({ fact, name: connection.name })
  }
  return (
    <section className={styles.panel} aria-label={connection.name}>
      <div className={styles.head}>
        <ConnectionTile name={connection.name} index={useColourPlace()(connection, index)} />
        <h2 className={styles.name}>
          <bdi>{connection.name}</bdi>
        </h2>
        <span className={styles.state} role="status">
          {unlinked ? t('sync.connection.unlinked') : pillWords(t, pillOf(status), now)}
        </span>
        <div className={styles.actions}>
          {status.state === 'sign-in' || unlinked ? <SignInAgain connection={connection} /> : null}
          {unlinked ? null : (
            <>
              <Button icon="sync" busy={run.busy} onPress={() => void sync(run)}>
                {run.busy ? t('sync.running', { name: connection.name }) : t('sync.now')}
              </Button>
              <Button icon={paused ? 'play' : 'pause'} onPress={() => void (paused ? resume : pause).run({ connection: id })}>
                {paused ? t('sync.resume') : t('sync.pause')}
              </Button>
              <Button busy={reconcile.busy} onPress={() => void sync(reconcile)}>
                {t('sync.reconcile')}
              </Button>
              <Button icon="shield" busy={verify.busy} onPress={() => void compare()}>
                {verify.busy ? t('sync.verifying', { name: connection.name }) : t('sync.verify')}
              </Button>
            </>
          )}
          <Button kind="danger" onPress={() => setAsking(true)}>
            {t('sync.disconnect')}
          </Button>
        </div>
      </div>
      <FirstDownload status={status} />
      {verified ? <VerifyResult connection={connection} verified={verified} onClose={() => setVerified(null)} /> : null}
      <ObjectTable status={status} now={now} />
      <AllowedPanel connection={connection} />
      {webhooks === null ? null : <WebhookPanel connection={connection} report={webhooks} now={now} />}
      <div className={styles.below}>
        <SyncLog connection={connection} />
        <SetAsideList connection={connection} />
        <ApiLog connection={connection} />
      </div>
      {asking ? <DisconnectDialog connection={connection} status={status} onClose={() => setAsking(false)} /> : null}
    </section>
  )
}

function SignInAgain({ connection }: { readonly connection: Connection }) {
  const t = useText()
  const go = useGo()
  return (
    <Button kind="primary" icon="key" onPress={() => go({ at: 'connect', renew: connection.id })}>
      {t('pop.signIn')}
    </Button>
  )
}

function FirstDownload({ status }: { readonly status: ConnectionStatus }) {
  const t = useText()
  const pill = pillOf(status)
  if (pill.kind !== 'first-download') return null
  const percent = pill.total === null ? null : percentOf(pill.stored, pill.total)
  return (
    <div className={styles.download}>
      <strong className={styles.percent}>{percent === null ? formatNumber(pill.stored) : `${percent} %`}</strong>
      <div className={styles.words}>
        <div>{t('sync.download')}</div>
        <div className={styles.quiet}>{downloadWords(t, status)}</div>
      </div>
      <div className={styles.quiet}>
        {pill.total === null ? t('sync.downloadCount', { stored: pill.stored }) : t('sync.downloadOf', { stored: pill.stored, total: pill.total })}
      </div>
      <div className={styles.progress}>
        <ProgressBar label={t('sync.download')} max={100} value={percent} />
      </div>
    </div>
  )
}

/** How far back it got and about how long it still takes, each where it is known; and that nobody has to wait for it. */
function downloadWords(t: Text, status: ConnectionStatus): string {
  const walks = Object.values(status.objects).flatMap(({ pull }) => (pull.kind === 'backfilling' ? [pull] : []))
  const left = walks.flatMap(({ leftMs }) => leftMs ?? [])
  const reached = walks.flatMap(({ reached: at }) => at ?? [])
  return [
    ...(reached.length === 0
      ? []
      : [t('sync.downloadReached', { date: formatDay({ kind: 'instant', at: instant(Math.min(...reached)) }, Date.now()) })]),
    ...(left.length === 0 ? [] : [t('sync.downloadLeft', { minutes: Math.max(1, Math.round(left.reduce((sum, each) => sum + each, 0) / 60_000)) })]),
    t('sync.downloadStart'),
  ].join(' ')
}

function sumOf(counts: readonly PullCounts[]): PullCounts {
  return counts.reduce(
    (sum, each) => ({
      fetched: sum.fetched + each.fetched,
      created: sum.created + each.created,
      updated: sum.updated + each.updated,
      deleted: sum.deleted + each.deleted,
      quarantined: sum.quarantined + each.quarantined,
    }),
    { fetched: 0, created: 0, updated: 0, deleted: 0, quarantined: 0 },
  )
}
