/** `log`: what the sync did, newest first, and with `--set-aside` the records that could not be read. */
import { Option } from '@commander-js/extra-typings'
import { eventsOfFilter, type JournalFilter, journalFilters } from '../../../shared/sync/journal'
import { parseWholeNumber } from '../arguments'
import { chosenConnection, requireConnection } from '../invocation'
import { journalInWords } from '../output/journal-words'
import { isoTime, journalJson, setAsideJson } from '../output/shapes'
import type { Act, Program } from '../program'

const DEFAULT_LINES = 50

export function addLogCommand(program: Program, act: Act): void {
  program
    .command('log')
    .description('what the sync did, newest first')
    .addOption(new Option('--only <what>', 'only lines of this kind').choices(journalFilters.filter((filter) => filter !== 'all')))
    .option('--limit <n>', `at most so many lines (${DEFAULT_LINES})`)
    .action(({ only, limit }) =>
      act('log', async (invocation) => {
        const { out, satchel } = invocation
        const connection = (await chosenConnection(invocation))?.id ?? null
        const filter: JournalFilter = only ?? 'all'
        const lines = await (await satchel()).request('sync.log', { connection, filter, limit: linesOf(limit) })
        if (out.json) {
          for (const line of lines) await out.document(journalJson(line))
          return
        }
        if (lines.length === 0) return out.note(eventsOfFilter[filter] === null ? 'Nothing has happened yet.' : 'Nothing of that kind has happened.')
        await out.table(
          [{ title: 'TIME' }, { title: 'OBJECT' }, { title: 'WHAT' }],
          lines.map(({ at, object, event }) => [isoTime(at) ?? '', object ?? '', journalInWords(event)]),
        )
      }),
    )

  program
    .command('set-aside')
    .description('records that came in a form that could not be read, and why')
    .option('--limit <n>', `at most so many (${DEFAULT_LINES})`)
    .action(({ limit }) =>
      act('set-aside', async (invocation) => {
        const { out, satchel } = invocation
        const { id: connection } = await requireConnection(invocation)
        const records = await (await satchel()).request('sync.setAside', { connection, limit: linesOf(limit) })
        if (out.json) {
          for (const record of records) await out.document(setAsideJson(record))
          return
        }
        if (records.length === 0) return out.note('Every record could be read.')
        await out.table(
          [{ title: 'OBJECT' }, { title: 'ID' }, { title: 'NAME' }, { title: 'WHY' }],
          records.map(({ object, remoteId, name, reason }) => [object, remoteId ?? '', name ?? '', reason]),
        )
      }),
    )
}

function linesOf(limit: string | undefined): number {
  return limit === undefined ? DEFAULT_LINES : parseWholeNumber('--limit', limit, { least: 1, most: 1000 })
}
