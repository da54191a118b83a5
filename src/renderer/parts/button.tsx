/**
 * A button, and a link that looks like one. `reason` is why it can't act: it then stays focusable, does nothing, and says so.
 *
 * One primary a screen. `shows` is a key of `keys.ts`, drawn in its cap and told to screen readers.
 */
import type { ReactNode, Ref } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import { classes } from './classes'
import { Icon, type IconName } from './icon'
import styles from './button.module.css'
import { KeyCap } from './key-cap'
import { type KeyName, keyShortcuts } from '../keys'

export type ButtonKind = 'primary' | 'default' | 'quiet' | 'danger' | 'danger-filled' | 'link'

export interface ButtonProps {
  readonly children?: ReactNode
  readonly kind?: ButtonKind
  readonly small?: boolean
  readonly icon?: IconName
  /** The name of a button that shows an icon alone; shown as its tooltip. */
  readonly label?: string
  readonly shows?: KeyName
  readonly reason?: string | null
  readonly pressed?: boolean
  readonly busy?: boolean
  readonly autoFocus?: boolean
  readonly type?: 'button' | 'submit'
  readonly onPress?: () => void
  readonly className?: string
  readonly ref?: Ref<HTMLButtonElement>
}

const kindClass: Readonly<Record<ButtonKind, string>> = {
  primary: styles.primary,
  default: styles.default,
  quiet: styles.quiet,
  danger: styles.danger,
  'danger-filled': styles.dangerFilled,
  link: styles.link,
}

export function Button({
  children,
  kind = 'default',
  small = false,
  icon,
  label,
  shows,
  reason = null,
  pressed,
  busy = false,
  onPress,
  className,
  ref,
  ...rest
}: ButtonProps) {
  const alone = children === undefined
  const said = {
    ...(label === undefined ? {} : { 'aria-label': label }),
    ...(pressed === undefined ? {} : { 'aria-pressed': pressed }),
    ...(shows === undefined ? {} : { 'aria-keyshortcuts': keyShortcuts(shows) }),
    ...(reason === null ? {} : { 'aria-disabled': true, 'aria-description': reason }),
    ...(busy ? { 'aria-busy': true } : {}),
  }
  const button = (
    <AriaButton
      {...rest}
      {...(ref ? { ref } : {})}
      className={classes(
        styles.button,
        kindClass[kind],
        small && styles.small,
        alone && styles.alone,
        reason !== null && styles.off,
        pressed && styles.on,
        className,
      )}
      // react-aria passes on only the attributes it knows; these are ours.
      render={(props) => <button {...props} {...said} />}
      onPress={() => {
        if (reason === null && !busy) onPress?.()
      }}
    >
      {icon ? <Icon name={icon} small={small} /> : null}
      {children}
      {shows && !alone ? <KeyCap name={shows} /> : null}
    </AriaButton>
  )
  const tip = reason ?? (alone ? label : null)
  if (!tip) return button
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      {button}
      <Tooltip className={styles.tooltip} offset={6}>
        {tip}
        {shows && alone ? <KeyCap name={shows} /> : null}
      </Tooltip>
    </TooltipTrigger>
  )
}
