/** Which news the system may tell while Satchel is not looked at. A browser is asked for its leave when the first is switched on. */
import { useState } from 'react'
import { type NotificationKind, notificationKinds } from '../../../shared/notifications'
import type { Settings } from '../../../shared/settings'
import { useCommand } from '../../data/mutations'
import { isNotifiedByPage } from '../../data/use-notifications'
import { useText } from '../../messages/text'
import { Switch } from '../../parts/switch'
import { SettingRow } from './setting-row'

export function NotificationSettings({ settings: { notifications } }: { readonly settings: Settings }) {
  const t = useText()
  const set = useCommand('settings.set')
  const [denied, setDenied] = useState(() => isNotifiedByPage() && Notification.permission === 'denied')
  const change = async (kind: NotificationKind, on: boolean): Promise<void> => {
    await set.run({ notifications: { [kind]: on } })
    if (on && isNotifiedByPage()) setDenied((await Notification.requestPermission()) === 'denied')
  }
  return (
    <>
      {notificationKinds.map((kind) => (
        <SettingRow key={kind} title={t(`settings.notify.${kind}`)} why={t(`settings.notifyWhy.${kind}`)}>
          <Switch label={t(`settings.notify.${kind}`)} on={notifications[kind]} onChange={(on) => void change(kind, on)} />
        </SettingRow>
      ))}
      {denied ? <p role="status">{t('settings.notifyDenied')}</p> : null}
    </>
  )
}
