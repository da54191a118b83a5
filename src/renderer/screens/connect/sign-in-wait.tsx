/** While the person is in their browser; and the question that another account asks. */
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { Mark } from '../../parts/mark'
import styles from './card.module.css'
import type { SignInPhase } from './use-sign-in'

export interface SignInWaitProps {
  readonly provider: string
  readonly phase: Extract<SignInPhase, { readonly kind: 'waiting' | 'other-account' }>
  readonly onCancel: () => void
  readonly onKeepApart: () => void
}

export function SignInWait({ provider, phase, onCancel, onKeepApart }: SignInWaitProps) {
  const t = useText()
  if (phase.kind === 'other-account') {
    const { account } = phase
    return (
      <div className={styles.notice} role="alert">
        <strong className={styles.strong}>
          <Mark name="conflict" label={null} />
          <span>{account === null ? t('signIn.otherUnnamed', { name: provider }) : t('signIn.other', { name: provider, account })}</span>
        </strong>
        <p className={styles.why}>{t('signIn.otherWhy')}</p>
        <div className={styles.actions}>
          <Button onPress={onKeepApart}>{t('signIn.keepApart')}</Button>
          <Button kind="quiet" onPress={onCancel}>
            {t('signIn.cancel')}
          </Button>
        </div>
      </div>
    )
  }
  const { address, opened } = phase.signIn
  return (
    <div className={styles.notice}>
      <div role="status">
        <strong className={styles.strong}>
          <Mark name="wait" label={null} />
          <span>{t('signIn.waiting')}</span>
        </strong>
        <p className={styles.why}>{t('signIn.waitingWhy')}</p>
      </div>
      <div className={styles.actions}>
        <a className={opened ? styles.link : styles.linkButton} href={address} target="_blank" rel="noreferrer">
          {opened ? t('signIn.openAgain') : t('signIn.open')}
        </a>
        <Button kind="quiet" onPress={onCancel}>
          {t('signIn.cancel')}
        </Button>
      </div>
    </div>
  )
}
