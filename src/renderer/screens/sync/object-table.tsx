/** The object types of a connection: state, records, how far they are complete, when they were read, what was set aside. */
import { adviceFor, describeFailure, type Failure } from '../../../shared/failure'
import { objectTypes } from '../../../shared/model/object-type'
import type { PullState } from '../../../shared/sync/pull-state'
import type { ConnectionStatus, ObjectStatus } from '../../../shared/sync/report'
import { objectIcons } from '../../frame/navigation'
import { useText } from '../../messages/text'
import { ago } from '../../parts/ago'
import { BoxTable, MarkedCell } from '../../parts/box-table'
import { classes } from '../../parts/classes'
import { formatNumber, formatWhen } from '../../parts/format'
import { Icon } from '../../parts/icon'
import { Mark, type MarkName } from '../../parts/mark'
import { EmptyValue } from '../../parts/value'
import styles from './object-table.module.css'

const marks: Readonly<Record<PullState['kind'], MarkName>> = {
  'never-pulled': 'wait',
  backfilling: 'pushing',
  'catching-up': 'pushing',
  'up-to-date': 'pushed',
  waiting: 'wait',
  halted: 'rejected',
}

export function ObjectTable({ status, now }: { readonly status: ConnectionStatus; readonly now: number }) {
  const t = useText()
  const common = commonFailure(status)
  return (
    <BoxTable
      note={
        common ? (
          <div className={styles.common}>
            <Mark name={common.kind === 'unreachable' ? 'off' : 'wait'} label={null} />
            <span>{failureLine(common)}</span>
          </div>
        ) : null
      }
    >
      <thead>
        <tr>
          <th scope="col">{t('sync.column.object')}</th>
          <th scope="col">{t('sync.column.state')}</th>
          <th scope="col" className={styles.number}>
            {t('sync.column.records')}
          </th>
          <th scope="col">{t('sync.column.checkpoint')}</th>
          <th scope="col">{t('sync.column.last')}</th>
          <th scope="col" className={styles.number}>
            {t('sync.column.setAside')}
          </th>
        </tr>
      </thead>
      <tbody>
        {objectTypes.map((object) => {
          const one = status.objects[object]
          if (!one) return null
          const failure = failureOf(one)
          return (
            <tr key={object}>
              <th scope="row">
                <MarkedCell>
                  <Icon name={objectIcons[object]} />
                  {t(`title.${object}`)}
                </MarkedCell>
              </th>
              <td>
                <MarkedCell>
                  <Mark name={failure?.kind === 'not-supported' ? 'off' : marks[one.pull.kind]} label={null} />
                  {t(`sync.state.${one.pull.kind}`)}
                </MarkedCell>
                {failure && !common ? <div className={styles.failure}>{failureLine(failure)}</div> : null}
              </td>
              <td className={styles.number}>{formatNumber(one.records)}</td>
              <td>{one.checkpoint === null ? <EmptyValue /> : formatWhen(one.checkpoint, now)}</td>
              <td>{one.lastSyncAt === null ? <EmptyValue /> : ago(t, one.lastSyncAt, now)}</td>
              <td className={classes(styles.number, one.quarantined > 0 && styles.some)}>{formatNumber(one.quarantined)}</td>
            </tr>
          )
        })}
      </tbody>
    </BoxTable>
  )
}

/** What keeps all types from being read is said once, over the table, and not in each row of it. */
function commonFailure({ objects }: ConnectionStatus): Failure | null {
  const failures = objectTypes.flatMap((object) => {
    const one = objects[object]
    return one ? [failureOf(one)] : []
  })
  const [first = null, second] = failures
  if (first === null || second === undefined) return null
  return failures.every((failure) => failure !== null && failureLine(failure) === failureLine(first)) ? first : null
}

const failureLine = (failure: Failure): string => `${describeFailure(failure)} ${adviceFor(failure)}`

function failureOf({ lastError, pull }: ObjectStatus): Failure | null {
  return lastError ?? (pull.kind === 'waiting' || pull.kind === 'halted' ? pull.because : null)
}
