/**
 * A panel that opens from a button and holds controls: it takes the focus, keeps it, and gives it back. Esc and a press outside
 * close it.
 */
import type { ReactElement, ReactNode } from 'react'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover as AriaPopover } from 'react-aria-components/Popover'
import styles from './popover.module.css'

export interface PopoverProps {
  readonly label: string
  readonly trigger: ReactElement
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly placement?: 'bottom start' | 'bottom end' | 'top end'
  readonly children: ReactNode
}

export function Popover({ label, trigger, open, onOpenChange, placement = 'bottom start', children }: PopoverProps) {
  return (
    <DialogTrigger isOpen={open} onOpenChange={onOpenChange}>
      {trigger}
      <AriaPopover className={styles.popover} placement={placement} offset={4}>
        <Dialog className={styles.panel} aria-label={label}>
          {children}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  )
}
