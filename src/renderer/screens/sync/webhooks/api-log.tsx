/** What the API logs of calls to it, and the tickets at its support: asked for only when somebody wants to see them. */
import { useState } from 'react'
import type { Connection } from '../../../../shared/model/views'
import type { ApiCallEntry, ApiIssue } from '../../../../shared/sync/webhook'
import { failureWords } from '../../../data/mutations'
import { type ApiList, type ApiLines, useApiList } from '../../../data/webhooks'
import { useText } from '../../../messages/text'
import { Button } from '../../../parts/button'
import { classes } from '../../../parts/classes'
import { formatWhen } from '../../../parts/format'
import { Mark } from '../../../parts/mark'
import { useNow } from '../../../parts/use-now'
import log from '../sync-log.module.css'
import styles from './api-log.module.css'

const lists: readonly ApiList[] = ['calls', 'errors', 'issues']

export function ApiLog({ connection }: { readonly connection: Connection }) {
  const t = useText()
  const [list, setList] = useState<ApiList | null>(null)
  const { data, error, isFetching, refetch } = useApiList(connection.id, list)
  return (
    <section className={log.log} aria-label={t('api.title')}>
      <header className={log.head}>
        <h3 className={log.title}>{t('api.title')}</h3>
        <div className={log.filters} role="group" aria-label={t('api.which')}>
          {lists.map((each) => (
            <Button
              key={each}
              kind="quiet"
              small
              pressed={each === list}
              busy={each === list && isFetching}
              onPress={() => (each === list ? void refetch() : setList(each))}
            >
              {t(`api.${each}`)}
            </Button>
          ))}
        </div>
      </header>
      {error ? <p className={log.nothing}>{failureWords(t, error)}</p> : null}
      {data && !error ? <Lines lines={data} /> : null}
    </section>
  )
}

function Lines({ lines }: { readonly lines: ApiLines }) {
  const t = useText()
  const now = useNow()
  if (lines.kind === 'calls') {
    if (lines.calls.length === 0) return <p className={log.nothing}>{t('api.noCalls')}</p>
    return (
      <ol>
        {lines.calls.map((call, place) => (
          <CallLine key={call.id ?? place} call={call} now={now} />
        ))}
      </ol>
    )
  }
  if (lines.issues.length === 0) return <p className={log.nothing}>{t('api.noIssues')}</p>
  return (
    <ol>
      {lines.issues.map((issue, place) => (
        <IssueLine key={issue.id ?? place} issue={issue} now={now} />
      ))}
    </ol>
  )
}

function CallLine({ call, now }: { readonly call: ApiCallEntry; readonly now: number }) {
  const failed = call.error !== null || Number(call.status) >= 400
  return (
    <li className={classes(log.line, styles.line)}>
      <span className={log.time}>{call.at === null ? '' : formatWhen(call.at, now)}</span>
      <Mark name={failed ? 'rejected' : 'pushed'} label={null} />
      <span className={log.words}>
        {call.status} {call.method} {call.name} <span className={styles.path}>{call.path}</span>
      </span>
    </li>
  )
}

function IssueLine({ issue, now }: { readonly issue: ApiIssue; readonly now: number }) {
  const isDone = issue.status === 'COMPLETED' || issue.status === 'REJECTED'
  return (
    <li className={classes(log.line, styles.line)}>
      <span className={log.time}>{issue.updatedAt === null ? '' : formatWhen(issue.updatedAt, now)}</span>
      <Mark name={isDone ? 'pushed' : 'wait'} label={null} />
      <span className={log.words}>
        <bdi>{issue.title}</bdi> <span className={styles.path}>{[issue.reference, issue.status].filter((word) => word !== '').join(' · ')}</span>
      </span>
    </li>
  )
}
