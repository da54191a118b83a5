/** The sync pill at the foot of the sidebar and the popover above it: a state, a sentence, rows per object, one action. */
import { Button as AriaButton } from 'react-aria-components/Button'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { adviceFor, describeFailure } from '../../shared/failure'
import type { ConnectionStatus } from '../../shared/sync/report'
import { objectTypes } from '../../shared/model/object-type'
import { useCommand } from '../data/mutations'
import { useStatus } from '../data/queries'
import { type Text, useText } from '../messages/text'
import { ago } from '../parts/ago'
import { Button } from '../parts/button'
import { classes } from '../parts/classes'
import { formatNumber, formatTime, formatWhen } from '../parts/format'
import { Mark, type MarkName } from '../parts/mark'
import { type Go, useGo } from '../parts/link'
import { useNow } from '../parts/use-now'
import { percentOf, type PillState, pillOf, worstPill } from './pill-state'
import styles from './sync-pill.module.css'

const looks: Readonly<Record<PillState['kind'], { readonly mark: MarkName; readonly tone: string }>> = {
  'sign-in': { mark: 'key', tone: styles.bad },
  'needs-you': { mark: 'rejected', tone: styles.bad },
  'disk-full': { mark: 'disk', tone: styles.bad },
  offline: { mark: 'off', tone: styles.off },
  waiting: { mark: 'wait', tone: styles.warn },
  paused: { mark: 'paused', tone: styles.off },
  pushing: { mark: 'pushing', tone: styles.busy },
  missed: { mark: 'wait', tone: styles.warn },
  'first-download': { mark: 'pushing', tone: styles.busy },
  starting: { mark: 'wait', tone: styles.quiet },
  good: { mark: 'pushed', tone: styles.quiet },
  unlinked: { mark: 'off', tone: styles.quiet },
}

export function SyncPill() {
  const t = useText()
  const now = useNow(1000)
  const { data } = useStatus()
  const worst = worstPill(data?.connections ?? [])
  if (!worst) return null
  const { mark, tone } = looks[worst.pill.kind]
  const words = pillWords(t, worst.pill, now)
  return (
    <DialogTrigger>
      <AriaButton className={classes(styles.pill, tone)} aria-label={t('pill.label', { state: words })}>
        <Mark name={mark} label={null} />
        <span className={styles.words}>{words}</span>
        <span className={styles.figure}>{pillFigure(worst.pill)}</span>
      </AriaButton>
      <Popover className={styles.popover} placement="top start" offset={6}>
        <Dialog className={styles.dialog} aria-label={t('nav.sync')}>
          {({ close }) => data?.connections.map((status) => <ConnectionPart key={status.connection} status={status} now={now} close={close} />)}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

export function pillWords(t: Text, pill: PillState, now: number): string {
  switch (pill.kind) {
    case 'needs-you':
      return t('pill.needs-you', { count: pill.conflicts + pill.rejected })
    case 'offline':
      return t('pill.offline', { count: pill.changes })
    case 'waiting':
      return pill.until === null ? t('sync.connection.waiting') : t('pill.waiting', { time: formatTime(pill.until) })
    case 'pushing':
      return t('pill.pushing', { done: pill.done, total: pill.total })
    case 'missed': {
      const [first, second] = pill.objects
      return t('pill.missed', { count: pill.objects.length, objects: first && second === undefined ? t(`title.${first}`) : '' })
    }
    case 'first-download':
      return pill.total === null
        ? t('pill.first-download-count', { count: pill.stored })
        : t('pill.first-download', { percent: percentOf(pill.stored, pill.total) })
    case 'good':
      return t('pill.good', { ago: ago(t, pill.at, now) })
    case 'sign-in':
    case 'disk-full':
    case 'paused':
    case 'starting':
    case 'unlinked':
      return t(`pill.${pill.kind}`)
  }
}

/** The number that stays when there is no room for words. */
function pillFigure(pill: PillState): string {
  if (pill.kind === 'needs-you') return formatNumber(pill.conflicts + pill.rejected)
  if (pill.kind === 'offline' && pill.changes > 0) return formatNumber(pill.changes)
  return ''
}

function ConnectionPart({ status, now, close }: { readonly status: ConnectionStatus; readonly now: number; readonly close: () => void }) {
  const t = useText()
  const pill = pillOf(status)
  return (
    <section className={styles.part} aria-label={status.name}>
      <h3 className={styles.name}>
        <bdi>{status.name}</bdi>
      </h3>
      <p className={styles.sentence}>{sentence(t, pill, status, now)}</p>
      <dl className={styles.rows}>
        {objectTypes.map((object) => {
          const each = status.objects[object]
          if (!each) return null
          return (
            <div key={object} className={styles.row}>
              <dt>{t(`title.${object}`)}</dt>
              <dd>{formatNumber(each.records)}</dd>
              <dd className={styles.read}>
                {each.lastSyncAt === null ? t(`sync.state.${each.pull.kind}`) : t('pop.lastRead', { ago: ago(t, each.lastSyncAt, now) })}
              </dd>
            </div>
          )
        })}
      </dl>
      <Action pill={pill} status={status} close={close} />
    </section>
  )
}

function sentence(t: Text, pill: PillState, { name, changes }: ConnectionStatus, now: number): string {
  const since = (at: number | null) => (at === null ? '' : t('pop.since', { time: formatWhen(at as never, now) }))
  switch (pill.kind) {
    case 'sign-in':
      return t('pop.sign-in', { name, count: pill.changes })
    case 'unlinked':
      return t('pop.unlinked', { name, count: pill.changes })
    case 'needs-you': {
      const parts = [
        pill.conflicts > 0 ? t('pop.conflicts', { count: pill.conflicts }) : '',
        pill.rejected > 0 ? t('pop.rejected', { count: pill.rejected, name }) : '',
      ]
      return t('pop.needs-you', { parts: parts.filter(Boolean).join(', '), name })
    }
    case 'disk-full':
      return t('pop.disk-full', { detail: pill.detail })
    case 'offline':
      return t('pop.offline', { since: since(pill.since), count: changes.waiting })
    case 'waiting':
      return t('pop.waiting', { name })
    case 'paused':
      return t('pop.paused', { since: since(pill.since) })
    case 'missed':
      return t('pop.missed', {
        objects: pill.objects.map((object) => t(`title.${object}`)).join(', '),
        why: [describeFailure(pill.because), adviceFor(pill.because)].filter(Boolean).join(' '),
      })
    case 'first-download':
      return t('pop.first-download', { count: pill.stored, name })
    case 'pushing':
    case 'good':
    case 'starting':
      return t(`pop.${pill.kind}`, { name })
  }
}

function Action({ pill, status, close }: { readonly pill: PillState; readonly status: ConnectionStatus; readonly close: () => void }) {
  const t = useText()
  const go = useGo()
  const run = useCommand('sync.run')
  const resume = useCommand('sync.resume')
  const then = (act: () => unknown) => () => {
    close()
    act()
  }
  const connection = status.connection
  const main = mainAction(t, pill, { go, connection, syncNow: () => run.run({ connection }), resume: () => resume.run({ connection }) })
  return (
    <div className={styles.actions}>
      <Button small onPress={then(main.act)}>
        {main.label}
      </Button>
      {pill.kind === 'first-download' ? null : (
        <Button small kind="quiet" onPress={then(() => go({ at: 'sync' }))}>
          {t('pop.centre')}
        </Button>
      )}
    </div>
  )
}

interface Acts {
  readonly go: Go
  readonly connection: ConnectionStatus['connection']
  readonly syncNow: () => unknown
  readonly resume: () => unknown
}

function mainAction(t: Text, pill: PillState, { go, connection, syncNow, resume }: Acts): { readonly label: string; readonly act: () => unknown } {
  switch (pill.kind) {
    case 'sign-in':
    case 'unlinked':
      return { label: t('pop.signIn'), act: () => go({ at: 'connect', renew: connection }) }
    case 'needs-you':
      return { label: t('pop.review'), act: () => go({ at: 'changes' }) }
    case 'paused':
      return { label: t('pop.resume'), act: resume }
    case 'offline':
    case 'waiting':
    case 'disk-full':
    case 'missed':
      return { label: t('pop.tryNow'), act: syncNow }
    case 'pushing':
      return { label: t('pop.review'), act: () => go({ at: 'changes' }) }
    case 'first-download':
      return { label: t('pop.centre'), act: () => go({ at: 'sync' }) }
    case 'good':
    case 'starting':
      return { label: t('pop.syncNow'), act: syncNow }
  }
}
