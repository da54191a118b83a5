/** What the palette can offer besides records: all that a key would do here, the screens, and the looks. */
import type { ObjectType } from '../../../shared/model/object-type'
import { isWritable } from '../../../shared/model/object-type'
import { useCommand } from '../../data/mutations'
import { useConnections, useSettings } from '../../data/queries'
import type { KeyName } from '../../keys'
import { useText } from '../../messages/text'
import type { IconName } from '../../parts/icon'
import { useKeyCommands } from '../../parts/keyboard'
import { useGo } from '../../parts/link'
import { useCurrentConnection } from '../current-connection'
import { comparedIn, importedInto, useShownObject } from '../shown-object'
import { mainLists, moreLists, objectIcons } from '../navigation'

export interface PaletteEntry {
  readonly id: string
  readonly group: 'actions' | 'screens' | 'records'
  readonly icon: IconName
  readonly name: string
  readonly fact: string | null
  /** What it is, at the end of the row. */
  readonly kind: string
  readonly shows: KeyName | null
  readonly run: () => void
}

/** Moves about in what is shown, or needs a thing that has the focus: of no use once the palette has taken it. */
const notCommands: ReadonlySet<KeyName> = new Set<KeyName>([
  'palette',
  'actions',
  'close',
  'connections',
  'viewTabs',
  'nextRecord',
  'previousRecord',
  'revert',
  'next',
  'previous',
  'extendNext',
  'extendPrevious',
  'first',
  'last',
  'pageDown',
  'pageUp',
  'open',
  'save',
  'tick',
  'unfold',
])

export function usePaletteEntries(): readonly PaletteEntry[] {
  return [...useCreateEntries(), ...useSyncEntries(), ...useKeyEntries(), ...useLooksEntries(), ...useScreenEntries()]
}

/** Whatever has a key on this screen. Ways to other screens are listed as screens. */
function useKeyEntries(): readonly PaletteEntry[] {
  const t = useText()
  const commands = useKeyCommands()
  return commands
    .offered()
    .filter((name) => !notCommands.has(name) && !name.startsWith('go') && name !== 'create')
    .map((name) => ({
      id: `key ${name}`,
      group: 'actions',
      icon: 'right',
      name: t(`keys.${name}`),
      fact: null,
      kind: t('palette.action'),
      shows: name,
      run: () => void commands.perform(name),
    }))
}

function useCreateEntries(): readonly PaletteEntry[] {
  const t = useText()
  const go = useGo()
  const { connection } = useCurrentConnection()
  if (!connection) return []
  return mainLists.flatMap(({ object }) =>
    isWritable(object)
      ? [
          {
            id: `new ${object}`,
            group: 'actions' as const,
            icon: 'plus' as const,
            name: t(`new.${object}`),
            fact: null,
            kind: t('palette.action'),
            shows: null,
            run: () => go({ at: 'new', connection: connection.id, object }),
          },
        ]
      : [],
  )
}

function useSyncEntries(): readonly PaletteEntry[] {
  const t = useText()
  const sync = useCommand('sync.run')
  const connections = useConnections().data ?? []
  return connections.map(({ id, name }) => ({
    id: `sync ${id}`,
    group: 'actions',
    icon: 'sync',
    name: t('palette.syncNow', { name }),
    fact: null,
    kind: t('palette.action'),
    shows: null,
    run: () => void sync.run({ connection: id }),
  }))
}

function useLooksEntries(): readonly PaletteEntry[] {
  const t = useText()
  const set = useCommand('settings.set')
  const now = useSettings().data?.appearance
  return [
    ...(['light', 'dark', 'system'] as const)
      .filter((theme) => theme !== now?.theme)
      .map((theme) => ({ id: `theme ${theme}`, name: t(`palette.theme.${theme}`), appearance: { theme } })),
    ...(['compact', 'comfortable'] as const)
      .filter((density) => density !== now?.density)
      .map((density) => ({ id: `density ${density}`, name: t(`palette.density.${density}`), appearance: { density } })),
  ].map(({ id, name, appearance }) => ({
    id,
    group: 'actions',
    icon: 'settings',
    name,
    fact: null,
    kind: t('palette.action'),
    shows: null,
    run: () => void set.run({ appearance }),
  }))
}

function useScreenEntries(): readonly PaletteEntry[] {
  const t = useText()
  const go = useGo()
  const { connection, all } = useCurrentConnection()
  const object = useShownObject()
  const kind = t('palette.screen')
  const screen = (id: string, name: string, icon: IconName, shows: KeyName | null, run: () => void, fact: string | null = null): PaletteEntry => ({
    id: `screen ${id}`,
    group: 'screens',
    icon,
    name,
    fact,
    kind,
    shows,
    run,
  })
  const listOf = (object: ObjectType, shows: KeyName | null) =>
    connection ? [screen(object, t(`title.${object}`), objectIcons[object], shows, () => go({ at: 'list', connection: connection.id, object }))] : []
  return [
    ...[...mainLists, ...moreLists].flatMap(({ object, goKey }) => listOf(object, goKey)),
    ...(connection
      ? [
          screen('home', t('home.title'), 'home', 'goHome', () => go({ at: 'home', connection: connection.id })),
          screen('analytics', t('analytics.title'), 'chart', 'goAnalytics', () => go({ at: 'analytics', connection: connection.id })),
          screen('import', t('palette.import', { objects: t(`title.${importedInto(object)}`) }), 'upload', 'goImport', () =>
            go({ at: 'import', connection: connection.id, object: importedInto(object) }),
          ),
          screen('duplicates', t('palette.duplicates', { objects: t(`title.${comparedIn(object)}`) }), 'copy', 'goDuplicates', () =>
            go({ at: 'duplicates', connection: connection.id, object: comparedIn(object) }),
          ),
          screen('board', t('palette.board'), 'board', 'goBoard', () => go({ at: 'board', connection: connection.id })),
        ]
      : []),
    screen('changes', t('nav.changes'), 'changes', 'goChanges', () => go({ at: 'changes' })),
    screen('sync', t('nav.sync'), 'sync', 'goSync', () => go({ at: 'sync' })),
    screen('settings', t('nav.settings'), 'settings', 'goSettings', () => go({ at: 'settings' })),
    screen('connect', t('nav.connect'), 'plus', null, () => go({ at: 'connect' })),
    ...all
      .filter((each) => each.id !== connection?.id)
      .map((each) =>
        screen(each.id, each.name, 'building', null, () => go({ at: 'list', connection: each.id, object: 'contact' }), t('palette.switchTo')),
      ),
  ]
}
