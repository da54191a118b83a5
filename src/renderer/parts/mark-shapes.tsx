/** The shapes of our marks, on a grid of 12: filled, each told apart without its colour. `mark.tsx` draws them. */
import styles from './mark.module.css'

export const markShapes = {
  waiting: <circle cx="6" cy="6" r="3.5" fill="currentColor" />,
  pushing: <path d="M6 1.75a4.25 4.25 0 1 1-3.7 2.15" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" />,
  pushed: <path d="m2 6.4 2.6 2.6L10 3.2" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" />,
  rejected: (
    <>
      <path d="M6 1 11.3 10.5H.7z" fill="currentColor" />
      <path className={styles.cut} d="M6 4.4v2.8M6 8.7v.01" fill="none" strokeWidth="1.3" strokeLinecap="round" />
    </>
  ),
  conflict: (
    <>
      <path d="M5.25 1.1a5 5 0 0 0 0 9.8z" fill="currentColor" />
      <path d="M6.9 1.7a4.4 4.4 0 0 1 0 8.6z" fill="none" stroke="currentColor" strokeWidth="1.2" />
    </>
  ),
  held: (
    <>
      <rect x="2.25" y="2" width="2.5" height="8" rx=".6" fill="currentColor" />
      <rect x="7.25" y="2" width="2.5" height="8" rx=".6" fill="currentColor" />
    </>
  ),
  overdue: (
    <>
      <rect x="1" y="1" width="10" height="10" rx="2.2" fill="currentColor" />
      <path className={styles.cut} d="M6 3.3v3.2M6 8.6v.01" fill="none" strokeWidth="1.5" strokeLinecap="round" />
    </>
  ),
  today: (
    <>
      <rect x="1" y="1" width="10" height="10" rx="2.2" fill="currentColor" />
      <circle className={styles.cutFill} cx="6" cy="6" r="1.9" />
    </>
  ),
  later: (
    <>
      <rect x="1.6" y="1.6" width="8.8" height="8.8" rx="1.8" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <path d="m5 3.9 2.1 2.1L5 8.1" fill="none" stroke="currentColor" strokeWidth="1.2" strokeLinecap="round" strokeLinejoin="round" />
    </>
  ),
  none: <rect x="1.6" y="1.6" width="8.8" height="8.8" rx="1.8" fill="none" stroke="currentColor" strokeWidth="1.3" strokeDasharray="2.2 1.9" />,
  won: (
    <>
      <circle cx="6" cy="6" r="5" fill="currentColor" />
      <path className={styles.cut} d="m3.7 6.2 1.6 1.6 3-3.3" fill="none" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" />
    </>
  ),
  lost: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <path d="m4.2 4.2 3.6 3.6M7.8 4.2 4.2 7.8" fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" />
    </>
  ),
  paused: (
    <>
      <rect x="1.6" y="1.6" width="8.8" height="8.8" rx="4.4" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <path d="M4.8 4.2v3.6M7.2 4.2v3.6" stroke="currentColor" strokeWidth="1.2" strokeLinecap="round" />
    </>
  ),
  off: (
    <>
      <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M2.2 9.8 9.8 2.2" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" />
    </>
  ),
  wait: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <path d="M6 3.6V6l1.6 1" fill="none" stroke="currentColor" strokeWidth="1.2" strokeLinecap="round" />
    </>
  ),
  disk: (
    <>
      <rect x="1.6" y="2.2" width="8.8" height="7.6" rx="1.2" fill="none" stroke="currentColor" strokeWidth="1.2" />
      <path d="M3.4 7.3h5.2" stroke="currentColor" strokeWidth="2" />
    </>
  ),
  key: (
    <>
      <circle cx="4" cy="8" r="2.3" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="m5.6 6.4 4.6-4.6M8.3 3.7l1.5 1.5" fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" />
    </>
  ),
} as const

export type MarkName = keyof typeof markShapes
