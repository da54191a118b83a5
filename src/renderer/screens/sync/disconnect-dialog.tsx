/**
 * Disconnecting: whether the copy goes or stays, and, where it goes, what becomes of the changes that were never pushed. Nothing is
 * chosen for the rep there.
 */
import { useState } from 'react'
import { describeFailure } from '../../../shared/failure'
import type { Connection } from '../../../shared/model/views'
import type { Change } from '../../../shared/sync/change'
import type { ConnectionStatus } from '../../../shared/sync/report'
import { useCommand } from '../../data/mutations'
import { totalChanges, useChanges } from '../../data/queries'
import { type Text, useText } from '../../messages/text'
import { ChoiceList } from '../../parts/choice-list'
import { Dialog } from '../../parts/dialog'
import { useGo } from '../../parts/link'
import { saveFile } from '../../parts/save-file'
import { showToast } from '../../parts/toast'
import { UnpushedNames } from './unpushed-names'

type Copy = 'wipe' | 'keep'
type Fate = 'push' | 'export' | 'drop'

export interface DisconnectDialogProps {
  readonly connection: Connection
  readonly status: ConnectionStatus
  readonly onClose: () => void
}

export function DisconnectDialog({ connection, status, onClose }: DisconnectDialogProps) {
  const t = useText()
  const go = useGo()
  const disconnect = useCommand('connections.disconnect')
  const [copy, setCopy] = useState<Copy>('wipe')
  const [fate, setFate] = useState<Fate | null>(null)
  const { name, unlinked } = connection
  const unpushed = useChanges(connection.id).data ?? []
  const changes = totalChanges(status.changes)
  const records = Object.values(status.objects).reduce((sum, each) => sum + each.records, 0)
  const asks = copy === 'wipe' && changes > 0
  const remove = async (): Promise<void> => {
    if (asks && fate === 'export') saveChanges(name, unpushed)
    const done = await disconnect.run({
      connection: connection.id,
      copy,
      push: asks && fate === 'push',
      // Only those that are named here: what was typed meanwhile is not given up.
      withChanges: asks && (fate === 'export' || fate === 'drop') ? unpushed.map(({ id }) => id) : false,
    })
    if (!done) return
    onClose()
    const { left, failure } = done.webhooks
    if (failure) showToast({ fact: t('sync.disconnect.webhooksLeft', { count: left, why: describeFailure(failure) }), failed: true })
    else showToast({ fact: t(copy === 'keep' ? 'sync.disconnect.kept' : 'sync.disconnected'), name })
    if (copy === 'wipe') go({ at: 'start' })
  }
  return (
    <Dialog
      title={t(copy === 'keep' ? 'sync.disconnect.keepTitle' : 'sync.disconnect.title', { name, count: records })}
      action={{
        label: actionWords(t, { name, count: changes }, copy, asks ? fate : null, asks),
        kind: copy === 'keep' ? 'primary' : 'danger-filled',
        reason: asks && fate === null ? t('sync.disconnect.choose') : null,
        busy: disconnect.busy,
        onPress: () => void remove(),
      }}
      onClose={onClose}
    >
      <p>{t('sync.disconnect.why', { name })}</p>
      {unlinked ? null : (
        <ChoiceList
          label={t('sync.disconnect.copy')}
          value={copy}
          options={(['wipe', 'keep'] as const).map((id) => ({ id, label: t(`sync.disconnect.copy.${id}`) }))}
          onChange={setCopy}
        />
      )}
      {asks ? (
        <ChoiceList
          label={t('sync.disconnect.unpushed', { count: changes })}
          value={fate}
          options={(unlinked ? (['export', 'drop'] as const) : (['push', 'export', 'drop'] as const)).map((id) => ({
            id,
            label: t(`sync.disconnect.unpushed.${id}`),
          }))}
          onChange={setFate}
        />
      ) : null}
      {copy === 'keep' && changes > 0 ? <p>{t('sync.disconnect.staying', { count: changes })}</p> : null}
      <UnpushedNames changes={unpushed} />
    </Dialog>
  )
}

function actionWords(t: Text, values: { readonly name: string; readonly count: number }, copy: Copy, fate: Fate | null, asks: boolean): string {
  if (copy === 'keep') return t('sync.disconnect.actionKeep', values)
  if (!asks) return t('sync.disconnect.action', values)
  if (fate === 'push') return t('sync.disconnect.actionPush', values)
  return fate === 'export' ? t('sync.disconnect.actionExport', values) : t('sync.disconnect.actionChanges', values)
}

/** One change a line, with the values: enough to type it again, or to have it read by a program. */
function saveChanges(name: string, changes: readonly Change[]): void {
  const lines = changes.map(({ id, object, kind, recordId, remoteId, name: record, fields, createdAt }) =>
    JSON.stringify({ id, object, kind, record_id: remoteId ?? recordId, name: record, at: new Date(createdAt).toISOString(), fields }),
  )
  saveFile(`${name} unpushed changes.ndjson`, 'application/x-ndjson', [`${lines.join('\n')}\n`])
}
