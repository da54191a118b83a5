/** Going to a place: as a link one can open elsewhere, or as a step that a key makes. */
import { useRouter } from '@tanstack/react-router'
import { type ReactNode, useCallback } from 'react'
import { addressOf, type Place } from '../address'

export interface LinkProps {
  readonly to: Place
  readonly children?: ReactNode
  readonly className?: string
  readonly label?: string
  readonly current?: boolean
}

export function Link({ to, children, className, label, current = false }: LinkProps) {
  return (
    <a
      href={`#${addressOf(to)}`}
      className={className}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(current ? { 'aria-current': 'page' as const } : {})}
    >
      {children}
    </a>
  )
}

export interface Go {
  (place: Place, options?: { readonly replace?: boolean }): void
}

export function useGo(): Go {
  const { history } = useRouter()
  return useCallback((place, { replace = false } = {}) => (replace ? history.replace(addressOf(place)) : history.push(addressOf(place))), [history])
}
