/** What one connection may have of its own: how often it is asked for news, and the colour of its tile. */
import type { Connection } from '../../../shared/model/views'
import { type ConnectionColour, connectionColours, type Settings } from '../../../shared/settings'
import { useColourPlace } from '../../data/connection-colour'
import { useCommand } from '../../data/mutations'
import { useConnections } from '../../data/queries'
import { useText } from '../../messages/text'
import { ConnectionTile } from '../../parts/connection-tile'
import { SelectField } from '../../parts/form-fields'
import { intervalOptions } from './interval-options'
import { SettingRow } from './setting-row'
import styles from './connections-settings.module.css'

/** Stands for what has no value of its own. */
const AS_THE_REST = ''

export function ConnectionsSettings({ settings }: { readonly settings: Settings }) {
  const connections = useConnections().data ?? []
  return connections.map((connection, index) => <OwnRow key={connection.id} connection={connection} index={index} settings={settings} />)
}

interface OwnRowProps {
  readonly connection: Connection
  readonly index: number
  readonly settings: Settings
}

function OwnRow({ connection, index, settings: { sync, appearance } }: OwnRowProps) {
  const t = useText()
  const set = useCommand('settings.set')
  const colourPlace = useColourPlace()
  const { id, name } = connection
  const seconds = sync.connections[id]
  return (
    <SettingRow title={t('settings.own', { name })} why={t('settings.ownWhy')}>
      <div className={styles.own}>
        <ConnectionTile name={name} index={colourPlace(connection, index)} />
        <SelectField
          label={t('settings.own.interval', { name })}
          hideLabel
          value={seconds === undefined ? AS_THE_REST : String(seconds)}
          options={[{ id: AS_THE_REST, label: t('settings.own.rest') }, ...intervalOptions(t, seconds ?? sync.intervalSeconds)]}
          onChange={(chosen) => void set.run({ sync: { connections: { [id]: chosen === AS_THE_REST ? null : Number(chosen) } } })}
        />
        <SelectField<ConnectionColour | ''>
          label={t('settings.own.colour', { name })}
          hideLabel
          value={appearance.colours[id] ?? AS_THE_REST}
          options={[
            { id: AS_THE_REST, label: t('settings.own.colour.place') },
            ...connectionColours.map((colour) => ({ id: colour, label: t(`settings.own.colour.${colour}`) })),
          ]}
          onChange={(chosen) => void set.run({ appearance: { colours: { [id]: chosen === AS_THE_REST ? null : chosen } } })}
        />
      </div>
    </SettingRow>
  )
}
