/** The connection that a section of the settings is about: chosen where there are several, else named. */
import type { ConnectionId } from '../../../shared/model/ids'
import type { Connection } from '../../../shared/model/views'
import { useText } from '../../messages/text'
import { SelectField } from '../../parts/form-fields'
import { SettingRow } from './setting-row'

export interface ConnectionRowProps {
  readonly connections: readonly Connection[]
  readonly chosen: Connection
  readonly why: string
  readonly onChoose: (id: ConnectionId) => void
}

export function ConnectionRow({ connections, chosen, why, onChoose }: ConnectionRowProps) {
  const t = useText()
  return (
    <SettingRow title={t('fields.in')} why={why}>
      {connections.length > 1 ? (
        <SelectField
          label={t('fields.in')}
          hideLabel
          value={chosen.id}
          options={connections.map(({ id, name }) => ({ id, label: name }))}
          onChange={onChoose}
        />
      ) : (
        <bdi>{chosen.name}</bdi>
      )}
    </SettingRow>
  )
}
