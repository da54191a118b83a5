/**
 * Every key of the interface, in one table: it feeds the handlers, the tooltips, the sheet that `?` opens and the tests.
 *
 * `Mod` is ⌘ on a Mac and Ctrl elsewhere. Two strokes are written with a space: `g c`. A key of one letter works only while
 * no text is being typed.
 */
export const keyGroups = ['anywhere', 'list', 'board', 'record', 'changes', 'conflict'] as const
export type KeyGroup = (typeof keyGroups)[number]

/** One to nine with a modifier: which one it was is told to who handles it. */
const digits = (modifier: 'Alt' | 'Mod') => [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => `${modifier}+${digit}`)

export const keys = {
  palette: { group: 'anywhere', strokes: ['Mod+k'] },
  actions: { group: 'anywhere', strokes: ['.'] },
  search: { group: 'anywhere', strokes: ['/'] },
  help: { group: 'anywhere', strokes: ['?'] },
  close: { group: 'anywhere', strokes: ['Escape'] },
  goHome: { group: 'anywhere', strokes: ['g h'] },
  goAnalytics: { group: 'anywhere', strokes: ['g n'] },
  goContacts: { group: 'anywhere', strokes: ['g c'] },
  goCompanies: { group: 'anywhere', strokes: ['g o'] },
  goDeals: { group: 'anywhere', strokes: ['g d'] },
  goBoard: { group: 'anywhere', strokes: ['g b'] },
  goLeads: { group: 'anywhere', strokes: ['g l'] },
  goActivities: { group: 'anywhere', strokes: ['g a'] },
  goImport: { group: 'anywhere', strokes: ['g i'] },
  goDuplicates: { group: 'anywhere', strokes: ['g u'] },
  goSettings: { group: 'anywhere', strokes: ['g ,', 'Mod+,'] },
  goChanges: { group: 'anywhere', strokes: ['g r'] },
  goSync: { group: 'anywhere', strokes: ['g s'] },
  create: { group: 'anywhere', strokes: ['n'] },
  logActivity: { group: 'anywhere', strokes: ['l'] },
  undo: { group: 'anywhere', strokes: ['Mod+z', 'z'] },
  back: { group: 'anywhere', strokes: ['Mod+[', 'Alt+ArrowLeft'] },
  forward: { group: 'anywhere', strokes: ['Mod+]', 'Alt+ArrowRight'] },
  connections: { group: 'anywhere', strokes: digits('Alt') },
  next: { group: 'list', strokes: ['j', 'ArrowDown'] },
  previous: { group: 'list', strokes: ['k', 'ArrowUp'] },
  extendNext: { group: 'list', strokes: ['Shift+ArrowDown', 'Shift+j'] },
  extendPrevious: { group: 'list', strokes: ['Shift+ArrowUp', 'Shift+k'] },
  first: { group: 'list', strokes: ['Home'] },
  last: { group: 'list', strokes: ['End'] },
  pageDown: { group: 'list', strokes: ['PageDown'] },
  pageUp: { group: 'list', strokes: ['PageUp'] },
  open: { group: 'list', strokes: ['Enter'] },
  select: { group: 'list', strokes: ['x'] },
  selectAll: { group: 'list', strokes: ['Mod+a'] },
  remove: { group: 'list', strokes: ['Delete', 'Mod+Backspace'] },
  cardLeft: { group: 'board', strokes: ['ArrowLeft'] },
  cardRight: { group: 'board', strokes: ['ArrowRight'] },
  moveLeft: { group: 'board', strokes: ['Shift+ArrowLeft'] },
  moveRight: { group: 'board', strokes: ['Shift+ArrowRight'] },
  moveTo: { group: 'board', strokes: ['m'] },
  jump: { group: 'list', strokes: ['t'] },
  filter: { group: 'list', strokes: ['f'] },
  sortMenu: { group: 'list', strokes: ['s'] },
  views: { group: 'list', strokes: ['v'] },
  viewTabs: { group: 'list', strokes: digits('Mod') },
  peek: { group: 'list', strokes: ['Space'] },
  editCells: { group: 'list', strokes: ['e'] },
  showOld: { group: 'list', strokes: ['o'] },
  revert: { group: 'list', strokes: ['Shift+o'] },
  bulkEdit: { group: 'list', strokes: ['b'] },
  assign: { group: 'list', strokes: ['a'] },
  moveStage: { group: 'list', strokes: ['m'] },
  nextRecord: { group: 'record', strokes: ['j'] },
  previousRecord: { group: 'record', strokes: ['k'] },
  edit: { group: 'record', strokes: ['e'] },
  tabDetails: { group: 'record', strokes: ['1'] },
  tabActivity: { group: 'record', strokes: ['2'] },
  tabRelated: { group: 'record', strokes: ['3'] },
  tabHistory: { group: 'record', strokes: ['4'] },
  tabRaw: { group: 'record', strokes: ['5'] },
  save: { group: 'record', strokes: ['Mod+Enter'] },
  tick: { group: 'changes', strokes: ['x'] },
  unfold: { group: 'changes', strokes: ['Enter'] },
  hold: { group: 'changes', strokes: ['h'] },
  retry: { group: 'changes', strokes: ['r'] },
  push: { group: 'changes', strokes: ['p'] },
  pushAll: { group: 'changes', strokes: ['Shift+p'] },
  openConflict: { group: 'changes', strokes: ['c'] },
  discard: { group: 'changes', strokes: ['Delete', 'Mod+Backspace'] },
  takeMine: { group: 'conflict', strokes: ['m'] },
  takeTheirs: { group: 'conflict', strokes: ['t'] },
  takeBase: { group: 'conflict', strokes: ['b'] },
  ownValue: { group: 'conflict', strokes: ['e'] },
  pushResult: { group: 'conflict', strokes: ['Mod+Enter'] },
} as const satisfies Record<string, { readonly group: KeyGroup; readonly strokes: readonly string[] }>

export type KeyName = keyof typeof keys

/** What a key press is, as far as the table cares. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

/**
 * A press in the words of the table: `Mod+k`, `Shift+ArrowDown`, `?`. Shift is left out where it only makes another
 * character (`?`), and kept with letters and named keys. The space bar has a name, since a space stands between two strokes.
 */
export function strokeOf(press: KeyPress, mac = isMac): string {
  const letter = /^\p{L}$/u.test(press.key)
  const named = press.key.length > 1
  const mod = mac ? press.metaKey : press.ctrlKey
  const other = mac ? press.ctrlKey : press.metaKey
  return [
    mod ? 'Mod+' : '',
    other ? (mac ? 'Control+' : 'Meta+') : '',
    press.altKey ? 'Alt+' : '',
    press.shiftKey && (letter || named) ? 'Shift+' : '',
    letter ? press.key.toLowerCase() : press.key === ' ' ? 'Space' : press.key,
  ].join('')
}

/** Does the stroke stand alone, without ⌘, Ctrl or Alt, so that typing text would need it? */
export function isPlainStroke(stroke: string): boolean {
  return !/^(Mod|Control|Meta|Alt)\+/.test(stroke)
}

const caps: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Enter: '↵',
  Escape: 'Esc',
  Backspace: '⌫',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
}

/** How the first stroke of a key looks on its cap: `⌘K`, `Ctrl+K`, `G C`. */
export function keyCapText(name: KeyName, mac = isMac): string {
  return allKeyCaps(name, mac)[0] ?? ''
}

/** The cap of one of nine: `⌘3`; undefined behind the ninth. */
export function digitCap(name: 'connections' | 'viewTabs', digit: number, mac = isMac): string | undefined {
  const stroke = keys[name].strokes[digit - 1]
  return stroke === undefined ? undefined : strokeCaps(stroke, mac)
}

/** All strokes of a key, for the sheet. */
export function allKeyCaps(name: KeyName, mac = isMac): readonly string[] {
  const caps = keys[name].strokes.map((stroke) => strokeCaps(stroke, mac))
  // Nine of a kind are a range.
  return caps.length === 9 ? [`${caps[0] ?? ''}…9`] : caps
}

function strokeCaps(strokes: string, mac: boolean): string {
  const one = (stroke: string) =>
    stroke
      .split('+')
      .map((part) =>
        part === 'Mod'
          ? mac
            ? '⌘'
            : 'Ctrl'
          : part === 'Shift'
            ? mac
              ? '⇧'
              : 'Shift'
            : (caps[part] ?? (part.length === 1 ? part.toUpperCase() : part)),
      )
      .join(mac ? '' : '+')
  return strokes.split(' ').map(one).join(' ')
}

/** The same for `aria-keyshortcuts`, which has words of its own. */
export function keyShortcuts(name: KeyName, mac = isMac): string {
  return keys[name].strokes.map((stroke) => stroke.replace('Mod', mac ? 'Meta' : 'Control')).join(' ')
}
