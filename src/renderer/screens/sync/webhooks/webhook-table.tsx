/** The subscriptions of one connection, a line each, with what can be done to it. */
import type { Connection } from '../../../../shared/model/views'
import type { ObjectHearing, Webhook, WebhookState } from '../../../../shared/sync/webhook'
import { objectIcons } from '../../../frame/navigation'
import { useCommand } from '../../../data/mutations'
import { type Text, useText } from '../../../messages/text'
import { ago } from '../../../parts/ago'
import { BoxTable, MarkedCell } from '../../../parts/box-table'
import { Button } from '../../../parts/button'
import { Icon } from '../../../parts/icon'
import { Mark, type MarkName } from '../../../parts/mark'
import { showToast } from '../../../parts/toast'
import { EmptyValue } from '../../../parts/value'
import styles from './webhook-table.module.css'

const marks: Readonly<Record<WebhookState, MarkName>> = { active: 'pushed', paused: 'wait', unhealthy: 'rejected' }

export interface WebhookTableProps {
  readonly connection: Connection
  readonly webhooks: readonly Webhook[]
  readonly hearing: readonly ObjectHearing[]
  readonly now: number
}

export function WebhookTable({ connection, webhooks, hearing, now }: WebhookTableProps) {
  const t = useText()
  return (
    <BoxTable>
      <thead>
        <tr>
          <th scope="col">{t('webhooks.column.object')}</th>
          <th scope="col">{t('webhooks.column.event')}</th>
          <th scope="col">{t('webhooks.column.kind')}</th>
          <th scope="col">{t('webhooks.column.state')}</th>
          <th scope="col">{t('webhooks.column.told')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('webhooks.column.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {webhooks.map((webhook) => {
          const told = hearing.find(({ object }) => object === webhook.object)
          return (
            <tr key={webhook.id}>
              <th scope="row">
                <MarkedCell>
                  {webhook.object === null ? null : <Icon name={objectIcons[webhook.object]} />}
                  {objectWords(t, webhook)}
                </MarkedCell>
              </th>
              <td>{t(`webhooks.event.${webhook.event}`)}</td>
              <td>{kindWords(t, webhook)}</td>
              <td>
                <MarkedCell>
                  <Mark name={marks[webhook.state]} label={null} />
                  {t(`webhooks.state.${webhook.state}`)}
                </MarkedCell>
              </td>
              <td>{told === undefined ? <EmptyValue /> : ago(t, told.lastToldAt, now)}</td>
              <td>
                <Actions connection={connection} webhook={webhook} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </BoxTable>
  )
}

function Actions({ connection, webhook }: { readonly connection: Connection; readonly webhook: Webhook }) {
  const t = useText()
  const change = useCommand('webhooks.change')
  const { id, state, kind } = webhook
  const label = (action: 'pause' | 'resume' | 'trigger' | 'remove'): string =>
    t('webhooks.of', { action: t(`webhooks.${action}`), object: objectWords(t, webhook), event: t(`webhooks.event.${webhook.event}`) })
  const act = async (action: 'pause' | 'resume' | 'trigger' | 'remove'): Promise<void> => {
    const list = await change.run({ connection: connection.id, id, action })
    if (list && action === 'remove') showToast({ fact: t('webhooks.removed'), name: connection.name })
  }
  return (
    <div className={styles.actions}>
      {kind === 'native' ? null : (
        <Button small kind="quiet" icon="sync" label={label('trigger')} busy={change.busy} onPress={() => void act('trigger')} />
      )}
      {state === 'active' ? (
        <Button small kind="quiet" icon="pause" label={label('pause')} busy={change.busy} onPress={() => void act('pause')} />
      ) : (
        <Button small kind="quiet" icon="play" label={label('resume')} busy={change.busy} onPress={() => void act('resume')} />
      )}
      <Button small kind="quiet" icon="trash" label={label('remove')} busy={change.busy} onPress={() => void act('remove')} />
    </div>
  )
}

function objectWords(t: Text, { object }: Webhook): string {
  return object === null ? t('webhooks.other') : t(`title.${object}`)
}

function kindWords(t: Text, { kind, intervalMinutes }: Webhook) {
  if (kind === null) return <EmptyValue />
  return kind === 'virtual' && intervalMinutes !== null ? t('webhooks.kind.every', { minutes: intervalMinutes }) : t(`webhooks.kind.${kind}`)
}
