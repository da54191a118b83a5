/**
 * One toast at a time, bottom left: what happened to which thing, and *Undo*. It stays 8 s, longer under the pointer or with
 * focus inside. `showToast` may be called from anywhere; `<ToastHost>` stands once in the frame.
 */
import { useEffect, useState } from 'react'
import { create } from 'zustand'
import { useText } from '../messages/text'
import { Button } from './button'
import { classes } from './classes'
import { Mark } from './mark'
import styles from './toast.module.css'

export interface Toast {
  /** What happened: short, never cut. */
  readonly fact: string
  /** To which thing: cut where there is no room. */
  readonly name?: string | null
  /** A failure: told at once, with its mark. */
  readonly failed?: boolean
  readonly undo?: () => void
  readonly action?: { readonly label: string; readonly onPress: () => void }
}

/** How long a toast stays: long enough to read it and reach for Undo. */
const STAYS_MS = 8000

const useToasts = create<{ readonly current: (Toast & { readonly key: number }) | null; readonly count: number }>(() => ({ current: null, count: 0 }))

export function showToast(toast: Toast): void {
  useToasts.setState(({ count }) => ({ current: { ...toast, key: count + 1 }, count: count + 1 }))
}

export function hideToast(): void {
  useToasts.setState({ current: null })
}

/** Undo by key belongs to the toast while it offers one: it may stand for many changes that were one step. */
export function undoShownToast(): boolean {
  const undo = useToasts.getState().current?.undo
  if (!undo) return false
  hideToast()
  undo()
  return true
}

export function ToastHost() {
  const toast = useToasts((state) => state.current)
  return (
    <section className={styles.host} aria-live={toast?.failed ? 'assertive' : 'polite'} aria-atomic="true" aria-label={useText()('toast.region')}>
      {toast ? <ToastView key={toast.key} toast={toast} /> : null}
    </section>
  )
}

function ToastView({ toast }: { readonly toast: Toast }) {
  const t = useText()
  const [kept, setKept] = useState(false)
  useEffect(() => {
    if (kept) return undefined
    const timer = setTimeout(hideToast, STAYS_MS)
    return () => clearTimeout(timer)
  }, [kept])
  const act = (run: () => void) => () => {
    hideToast()
    run()
  }
  return (
    <div
      className={classes(styles.toast, toast.failed && styles.failed)}
      onPointerEnter={() => setKept(true)}
      onPointerLeave={() => setKept(false)}
      onFocus={() => setKept(true)}
      onBlur={() => setKept(false)}
    >
      {toast.failed ? <Mark name="rejected" label={null} /> : null}
      <span className={styles.fact}>{toast.fact}</span>
      <bdi className={styles.name}>{toast.name}</bdi>
      {toast.undo ? (
        <Button kind="link" shows="undo" onPress={act(toast.undo)}>
          {t('action.undo')}
        </Button>
      ) : null}
      {toast.action ? (
        <Button kind="link" onPress={act(toast.action.onPress)}>
          {toast.action.label}
        </Button>
      ) : null}
      <Button kind="quiet" small icon="x" label={t('action.close')} onPress={hideToast} />
    </div>
  )
}
