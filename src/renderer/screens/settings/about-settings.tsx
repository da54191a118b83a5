/** Which version this is. */
import { version } from '../../../../package.json'
import { useText } from '../../messages/text'
import { SettingRow } from './setting-row'

export function AboutSettings() {
  const t = useText()
  return <SettingRow title={t('settings.version', { version })} why={t('settings.aboutWhy')} />
}
