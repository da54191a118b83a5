/** Under every screen: the appearance the rep chose, and the toast. */
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useSettings } from '../data/queries'
import { setLetterKeys } from '../parts/keyboard'
import { ToastHost } from '../parts/toast'
import styles from './root.module.css'

export function Root() {
  useAppearance()
  return (
    <div className={styles.root}>
      <Outlet />
      <ToastHost />
    </div>
  )
}

function useAppearance(): void {
  const { data: settings } = useSettings()
  const theme = settings?.appearance.theme ?? 'system'
  const density = settings?.appearance.density ?? 'compact'
  const textSize = settings?.appearance.textSize ?? 'normal'
  const letterKeys = settings?.appearance.letterKeys ?? true
  useEffect(() => {
    const root = document.documentElement
    if (theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = theme
    root.dataset['density'] = density
    root.dataset['text'] = textSize
  }, [theme, density, textSize])
  useEffect(() => setLetterKeys(letterKeys), [letterKeys])
}
