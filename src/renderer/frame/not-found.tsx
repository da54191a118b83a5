/** An address that leads nowhere, and a screen that broke: the rest of the app goes on working. */
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useText } from '../messages/text'
import { Button } from '../parts/button'
import { EmptyState } from '../parts/empty-state'
import { useGo } from '../parts/link'

export function NotFound() {
  const t = useText()
  const go = useGo()
  return (
    <EmptyState icon="search" title={t('app.notFound')}>
      <Button onPress={() => go({ at: 'start' })}>{t('app.home')}</Button>
    </EmptyState>
  )
}

export function PageFailed({ error, reset }: ErrorComponentProps) {
  const message = error instanceof Error ? error.message : String(error)
  const details = error instanceof Error ? `${message}\n${error.stack ?? ''}` : message
  const t = useText()
  const router = useRouter()
  return (
    <EmptyState icon="info" title={t('app.failed')} why={message}>
      <Button
        onPress={() => {
          reset()
          void router.invalidate()
        }}
      >
        {t('action.tryAgain')}
      </Button>
      <Button kind="quiet" onPress={() => void navigator.clipboard.writeText(details)}>
        {t('action.copyDetails')}
      </Button>
    </EmptyState>
  )
}
