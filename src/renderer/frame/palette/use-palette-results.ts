/** The rows of the palette for what is typed: few actions, then records, then screens; all of one kind where a prefix says so. */
import type { SearchHit } from '../../../shared/model/views'
import { useSearch } from '../../data/queries'
import { sameRecord, useRecentHits, useRecentRecords } from '../../data/recent-records'
import { useText } from '../../messages/text'
import { useGo } from '../../parts/link'
import { useCurrentConnection } from '../current-connection'
import { objectIcons } from '../navigation'
import { objectsOfScope, parsePaletteText } from './palette-query'
import { ranked } from './palette-rank'
import { parseTokens } from './palette-tokens'
import { type PaletteEntry, usePaletteEntries } from './use-palette-entries'
import { useTokenSearch } from './use-token-search'

const MOST_HITS = 20
const MOST_RECENT = 8
/** Above the records; more of them with `>`. */
const MOST_ACTIONS = 3
const MOST_SCREENS = 4

export interface PaletteResults {
  readonly words: string
  readonly entries: readonly PaletteEntry[]
  /** The records among them belong to what is typed now, not to what was typed before. */
  readonly settled: boolean
}

export function usePaletteResults(text: string): PaletteResults {
  const t = useText()
  const { scope, words } = parsePaletteText(text)
  const objects = objectsOfScope(scope)
  const others = usePaletteEntries()
  const toEntry = useRecordEntry()
  const recent = useRecentRecords()
  const recentHits = useRecentHits(MOST_RECENT)
  const wantsRecords = objects === null || objects.length > 0
  const { tokens, rest } = parseTokens(wantsRecords ? words : '')
  const byTokens = useTokenSearch(useCurrentConnection().all, { tokens, rest, objects })
  const { data, isPlaceholderData, isPending } = useSearch(wantsRecords && tokens.length === 0 ? words : '', { objects, limit: MOST_HITS })
  const creates = useCreateFrom(words)

  const actions = others.filter(({ group }) => group === 'actions')
  const screens = others.filter(({ group }) => group === 'screens')
  if (scope === 'actions') return { words, entries: ranked(actions, words), settled: true }
  if (scope === 'screens') return { words, entries: ranked(screens, words), settled: true }
  if (words === '') {
    const hits = recentHits.filter(({ object }) => objects === null || objects.includes(object))
    const rest = scope === 'all' ? [...actions.slice(0, MOST_ACTIONS), ...screens.slice(0, MOST_SCREENS)] : []
    return { words, entries: [...hits.map(toEntry), ...rest], settled: true }
  }
  if (tokens.length > 0) return { words: rest, entries: byTokens.hits.map(toEntry), settled: byTokens.settled }
  // Of records that fit alike, the one that was opened lately is the one that is meant.
  const lately = (hit: SearchHit): number => (recent.some((each) => sameRecord(each, hit)) ? 0 : 1)
  const hits = (data ?? []).toSorted((a, b) => lately(a) - lately(b)).map(toEntry)
  const settled = !isPlaceholderData && !isPending
  if (scope !== 'all') return { words, entries: hits, settled }
  const found = [...ranked(actions, words).slice(0, MOST_ACTIONS), ...hits, ...ranked(screens, words).slice(0, MOST_SCREENS)]
  const create = settled && hits.length === 0 ? creates(t('palette.create', { text: words })) : []
  return { words, entries: [...found, ...create], settled }
}

function useRecordEntry(): (hit: SearchHit) => PaletteEntry {
  const t = useText()
  const go = useGo()
  const { all } = useCurrentConnection()
  return (hit) => {
    const kind = t(`object.${hit.object}`, { count: 1 })
    const connection = all.length > 1 ? all.find(({ id }) => id === hit.connection)?.name : undefined
    return {
      id: `${hit.connection} ${hit.object} ${hit.id}`,
      group: 'records',
      icon: objectIcons[hit.object],
      name: hit.name ?? t('value.noName'),
      fact: hit.fact,
      kind: connection === undefined ? kind : `${kind} · ${connection}`,
      shows: null,
      run: () => go({ at: 'record', connection: hit.connection, object: hit.object, id: hit.id }),
    }
  }
}

/** Nothing is called so: a contact could be. */
function useCreateFrom(words: string): (name: string) => readonly PaletteEntry[] {
  const t = useText()
  const go = useGo()
  const { connection } = useCurrentConnection()
  return (name) =>
    connection
      ? [
          {
            id: 'create from text',
            group: 'actions',
            icon: 'plus',
            name,
            fact: null,
            kind: t('palette.action'),
            shows: null,
            run: () => go({ at: 'new', connection: connection.id, object: 'contact', name: words }),
          },
        ]
      : []
}
