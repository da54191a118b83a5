/** The frame round every screen of the app: the sidebar at the left, the page at the right, and the keys that work anywhere. */
import { useRouter, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { isWritable } from '../../shared/model/object-type'
import { addressOf, objectOfSlug, type Place } from '../address'
import { useCommand } from '../data/mutations'
import { useNotifications } from '../data/use-notifications'
import { useListCache } from '../data/satchel'
import { useText } from '../messages/text'
import type { EditableField } from '../parts/fields/editable-field'
import { fieldLabel } from '../parts/fields/labels'
import { useKeys } from '../parts/keyboard'
import { useGo } from '../parts/link'
import { showToast, undoShownToast } from '../parts/toast'
import { useCurrentConnection } from './current-connection'
import styles from './frame.module.css'
import { KeySheet } from './key-sheet'
import type { ListEntry } from './navigation'
import { Palette } from './palette/palette'
import { QuickLogDialog } from './quick-log/quick-log'
import { openQuickLog } from './quick-log/quick-log-store'
import { comparedIn, importedInto, useShownObject } from './shown-object'
import { Sidebar } from './sidebar'
import { StorageNotices } from './storage-notices'

/** What stands over the page. */
type Overlay = 'search' | 'actions' | 'keys'

export function Frame({ children }: { readonly children: ReactNode }) {
  const t = useText()
  const [open, setOpen] = useState<Overlay | null>(null)
  const page = useRef<HTMLElement>(null)
  useFrameKeys(setOpen)
  usePageFocus(page)
  useTrailEnd()
  const go = useGo()
  useNotifications((at) => go({ at }))
  return (
    <div className={styles.app}>
      <a
        className={styles.skip}
        href="#page"
        onClick={(event) => {
          event.preventDefault()
          page.current?.focus()
        }}
      >
        {t('app.skip')}
      </a>
      <Sidebar onSearch={() => setOpen('search')} />
      <main id="page" className={styles.page} ref={page} tabIndex={-1}>
        <StorageNotices />
        {children}
      </main>
      {open === 'search' || open === 'actions' ? <Palette first={open === 'actions' ? '>' : ''} onClose={() => setOpen(null)} /> : null}
      <QuickLogDialog />
      {open === 'keys' ? <KeySheet onClose={() => setOpen(null)} /> : null}
    </div>
  )
}

function useFrameKeys(setOpen: (open: Overlay) => void): void {
  const go = useGo()
  const { history } = useRouter()
  const { connection, all } = useCurrentConnection()
  const object = useShownObject()
  const undo = useUndo()
  const to = (place: Place) => () => go(place)
  const toList = (object: ListEntry['object']) => (): void | false => (connection ? go({ at: 'list', connection: connection.id, object }) : false)
  useKeys(
    {
      palette: () => setOpen('search'),
      actions: () => setOpen('actions'),
      help: () => setOpen('keys'),
      goHome: () => (connection ? go({ at: 'home', connection: connection.id }) : false),
      goAnalytics: () => (connection ? go({ at: 'analytics', connection: connection.id }) : false),
      goContacts: toList('contact'),
      goCompanies: toList('company'),
      goDeals: toList('deal'),
      goBoard: () => (connection ? go({ at: 'board', connection: connection.id }) : false),
      goLeads: toList('lead'),
      goActivities: toList('event'),
      connections: (stroke) => {
        const chosen = all[digitOf(stroke) - 1]
        return chosen ? go({ at: 'list', connection: chosen.id, object: object ?? 'contact' }) : false
      },
      goImport: () => (connection ? go({ at: 'import', connection: connection.id, object: importedInto(object) }) : false),
      goDuplicates: () => (connection ? go({ at: 'duplicates', connection: connection.id, object: comparedIn(object) }) : false),
      goSettings: to({ at: 'settings' }),
      goChanges: to({ at: 'changes' }),
      goSync: to({ at: 'sync' }),
      back: () => history.back(),
      forward: () => history.forward(),
      create: () => {
        const made = object ?? 'contact'
        if (!connection || !isWritable(made) || made === 'pipeline') return false
        return go({ at: 'new', connection: connection.id, object: made })
      },
      logActivity: () => (connection ? openQuickLog(null) : false),
      undo: () => {
        if (!undoShownToast()) void undo()
      },
    },
    'frame',
  )
}

const digitOf = (stroke: string | undefined): number => Number(stroke?.at(-1) ?? 0)

/** Takes the youngest unpushed edit back, says so, and brings its record into view: it may have been made on another screen. */
function useUndo(): () => Promise<void> {
  const t = useText()
  const go = useGo()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const command = useCommand('changes.undo')
  return async () => {
    const undone = await command.run({})
    if (undone === undefined) return
    if (undone === null) return showToast({ fact: t('undo.nothing') })
    // A batch is no one record to be brought into view, and its new ones are gone.
    if (undone.batch !== null) return showToast({ fact: t('undo.done'), name: undone.batch })
    const place: Place = { at: 'record', connection: undone.connection, object: undone.object, id: undone.recordId }
    const onScreen = path === addressOf(place) || path === addressOf({ at: 'list', connection: undone.connection, object: undone.object })
    if (!onScreen) go(place)
    const fields = undone.paths.map((each) => fieldLabel(t, undone.object, { path: each as EditableField['path'], label: null }))
    showToast({ fact: t('undo.done'), name: fields.join(', '), action: { label: t('keys.open'), onPress: () => go(place) } })
  }
}

/** On a screen that is neither a list nor a record, the list that records were opened from is left for good. */
function useTrailEnd(): void {
  const lists = useListCache()
  const parts = useRouterState({ select: (state) => state.location.pathname }).split('/')
  const keeps = parts[1] === 'c' && objectOfSlug(parts[3] ?? '') !== null && parts[4] !== 'board'
  useEffect(() => {
    if (!keeps) lists.follow(null)
  }, [keeps, lists])
}

/** After going to another screen the keyboard is on the page, not lost on what went away. */
function usePageFocus(page: { readonly current: HTMLElement | null }): void {
  const path = useRouterState({ select: (state) => state.location.pathname })
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    if (document.activeElement === document.body || document.activeElement === null) page.current?.focus()
  }, [path, page])
}
