/** The first push explains itself, once: what will be sent, and what happens when the CRM says no. */
import { useCommand } from '../../data/mutations'
import { useSettings } from '../../data/queries'
import { useText } from '../../messages/text'
import { Dialog } from '../../parts/dialog'
import type { PushPlan } from './change-groups'

const REMEMBERED_AS = 'changes.firstPushExplained'

/** Whether the rep never pushed here before; kept with the workspace. While nobody knows, it is not the first. */
export function useFirstPush(): { readonly isFirst: boolean; readonly done: () => void } {
  const settings = useSettings().data
  const set = useCommand('settings.set', { quiet: true })
  const isFirst = settings !== undefined && settings.interface[REMEMBERED_AS] !== true
  return {
    isFirst,
    done: () => {
      if (isFirst) void set.run({ interface: { [REMEMBERED_AS]: true } })
    },
  }
}

export function FirstPush({
  plan,
  place,
  words,
  onPush,
  onClose,
}: {
  readonly plan: PushPlan
  readonly place: string
  /** What the button says. */
  readonly words: string
  readonly onPush: () => void
  readonly onClose: () => void
}) {
  const t = useText()
  return (
    <Dialog
      title={t('changes.first.title', { count: plan.count, place })}
      action={{
        label: words,
        kind: plan.deletions > 0 ? 'danger-filled' : 'primary',
        onPress: onPush,
      }}
      onClose={onClose}
    >
      <p>{t('changes.first.fields', { place })}</p>
      <p>{t('changes.first.conflict', { place })}</p>
      <p>{t('changes.first.rejected', { place })}</p>
    </Dialog>
  )
}
