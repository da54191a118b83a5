/** How often the CRM is asked for news, and when the rep's own changes go. */
import { pushModes } from '../../../shared/push-mode'
import type { Settings } from '../../../shared/settings'
import { useCommand } from '../../data/mutations'
import { useText } from '../../messages/text'
import { SelectField } from '../../parts/form-fields'
import { Segments } from '../../parts/segments'
import { ConnectionsSettings } from './connections-settings'
import { intervalOptions } from './interval-options'
import { SettingRow } from './setting-row'

export function SyncSettings({ settings }: { readonly settings: Settings }) {
  const t = useText()
  const set = useCommand('settings.set')
  const { intervalSeconds } = settings.sync
  return (
    <>
      <SettingRow title={t('settings.interval')} why={t('settings.intervalWhy')}>
        <SelectField
          label={t('settings.interval')}
          hideLabel
          value={String(intervalSeconds)}
          options={intervalOptions(t, intervalSeconds)}
          onChange={(seconds) => void set.run({ sync: { intervalSeconds: Number(seconds) } })}
        />
      </SettingRow>
      <SettingRow title={t('settings.push')} why={t('settings.pushWhy')}>
        <Segments
          label={t('settings.push')}
          value={settings.push.mode}
          options={pushModes.map((id) => ({ id, label: t(`settings.push.${id}`) }))}
          onChange={(mode) => void set.run({ push: { mode } })}
        />
      </SettingRow>
      <ConnectionsSettings settings={settings} />
    </>
  )
}
