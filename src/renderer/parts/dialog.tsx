/**
 * A modal dialog with a question. The title carries number and place; focus starts on *Cancel*, and deleting is never the
 * default button. Esc and the scrim cancel.
 */
import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useText } from '../messages/text'
import { Button, type ButtonKind } from './button'
import { classes } from './classes'
import styles from './dialog.module.css'

export interface DialogProps {
  readonly title: string
  readonly children?: ReactNode
  /** What it does, on its button. Absent: the dialog only tells, and its one button closes it. */
  readonly action?: {
    readonly label: string
    readonly kind: Extract<ButtonKind, 'primary' | 'danger-filled'>
    readonly reason?: string | null
    readonly busy?: boolean
    readonly onPress: () => void
  }
  readonly wide?: boolean
  readonly onClose: () => void
}

/** Rendered while it is open. */
export function Dialog({ title, children, action, wide = false, onClose }: DialogProps) {
  const t = useText()
  return (
    <ModalOverlay className={styles.scrim} isOpen isDismissable onOpenChange={(open) => (open ? undefined : onClose())}>
      <Modal className={classes(styles.modal, wide && styles.wide)}>
        <AriaDialog className={styles.dialog} role={action ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" className={styles.title}>
            {title}
          </Heading>
          <div className={styles.body}>{children}</div>
          <div className={styles.foot}>
            <Button autoFocus shows="close" onPress={onClose}>
              {action ? t('action.cancel') : t('action.close')}
            </Button>
            {action ? (
              <Button kind={action.kind} reason={action.reason ?? null} busy={action.busy ?? false} onPress={action.onPress}>
                {action.label}
              </Button>
            ) : null}
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
