/** How often the CRM is asked for news, and when the rep's own changes go. */
import { pushModes } from '../../../shared/push-mode'
import type { Settings } from '../../../shared/settings'
import { useCommand } from '../../data/mutations'
import { type Text, useText } from '../../messages/text'
import { SelectField } from '../../parts/form-fields'
import { Segments } from '../../parts/segments'
import { SettingRow } from './setting-row'

const intervals = [10, 30, 60, 300, 900, 3600]

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
    </>
  )
}

/** The usual ones, and the one that is set, whoever set it. */
function intervalOptions(t: Text, current: number): readonly { readonly id: string; readonly label: string }[] {
  const all = [...new Set([...intervals, current])].toSorted((one, other) => one - other)
  return all.map((seconds) => ({
    id: String(seconds),
    label: seconds % 60 === 0 ? t('settings.interval.minutes', { count: seconds / 60 }) : t('settings.interval.seconds', { count: seconds }),
  }))
}
