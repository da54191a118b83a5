/** `report`: the figures of Home and Analytics, from the mirror alone. Days are those of this computer. */
import { daysBefore, daySpan, monthsFrom, monthsUpTo, weeksUpTo } from '../../../shared/model/calendar'
import type { Satchel } from '../../../shared/contract/client'
import type { ConnectionId } from '../../../shared/model/ids'
import type { MoneySums } from '../../../shared/model/reports'
import { parseWholeNumber } from '../arguments'
import { requireConnection } from '../invocation'
import { isoTime } from '../output/shapes'
import { valueInWords } from '../output/value-words'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'

const QUIET_DAYS = 14
const WEEKS_A_MONTH = 4.35

interface Asked {
  readonly satchel: Satchel
  readonly slice: { readonly connection: ConnectionId; readonly pipeline: string | null; readonly owner: string | null }
  readonly months: number
  readonly now: number
}

/** What is printed: one document, or for people a table of it. */
interface Answered {
  readonly document: unknown
  readonly titles: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const reports: Readonly<Record<string, (asked: Asked) => Promise<Answered>>> = {
  async pipeline({ satchel, slice }) {
    const document = await satchel.request('reports.pipeline', slice)
    const rows = document.stages.map(({ stage, count, sums }) => [
      stage.name ?? '',
      String(count),
      amounts(sums, 'amount'),
      amounts(sums, 'weighted'),
    ])
    return { document, titles: ['STAGE', 'DEALS', 'AMOUNT', 'WEIGHTED'], rows }
  },
  async forecast({ satchel, slice, months, now }) {
    const document = await satchel.request('reports.forecast', { ...slice, months: [...monthsFrom(now, months)] })
    const rows = document.months.map(({ month, sums }) => [month, counted(sums), amounts(sums, 'amount'), amounts(sums, 'weighted')])
    return { document, titles: ['MONTH', 'DEALS', 'AMOUNT', 'WEIGHTED'], rows }
  },
  async outcomes({ satchel, slice, months, now }) {
    const document = await satchel.request('reports.outcomes', { ...slice, spans: [...monthsUpTo(now, months)] })
    const rows = document.map(({ from, won, lost }) => [
      isoTime(from) ?? '',
      counted(won),
      amounts(won, 'amount'),
      counted(lost),
      amounts(lost, 'amount'),
    ])
    return { document, titles: ['FROM', 'WON', 'AMOUNT', 'LOST', 'AMOUNT'], rows }
  },
  async velocity({ satchel, slice, months, now }) {
    const document = await satchel.request('reports.velocity', { ...slice, spans: [...monthsUpTo(now, months)] })
    const rows = document.spans.map(({ from, won, medianDays }) => [isoTime(from) ?? '', String(won), medianDays === null ? '' : String(medianDays)])
    return { document, titles: ['FROM', 'WON', 'MEDIAN DAYS'], rows }
  },
  async activities({ satchel, slice: { connection, owner }, months, now }) {
    const spans = [...weeksUpTo(now, Math.ceil(months * WEEKS_A_MONTH))]
    const document = await satchel.request('reports.activities', { connection, owner, spans })
    const rows = document.map(({ from, counts }) => [
      isoTime(from) ?? '',
      Object.entries(counts)
        .map(([type, count]) => `${count} ${type.toLowerCase()}`)
        .join(', '),
    ])
    return { document, titles: ['WEEK FROM', 'ACTIVITIES'], rows }
  },
  async today({ satchel, slice: { connection, owner }, now }) {
    const { from: dayStart, to: dayEnd } = daySpan(now)
    const document = await satchel.request('reports.agenda', { connection, owner, now, dayStart, dayEnd, overdueLimit: 100 })
    const rows = document.items.map(({ at, overdue, type, name, about }) => [
      isoTime(at) ?? '',
      overdue ? 'overdue' : '',
      type,
      name ?? '',
      about ?? '',
    ])
    return { document, titles: ['WHEN', '', 'KIND', 'SUBJECT', 'ABOUT'], rows }
  },
  async quiet({ satchel, slice, now }) {
    const document = await satchel.request('reports.deals', { ...slice, now, kind: 'open', quietSince: daysBefore(now, QUIET_DAYS), limit: 500 })
    const rows = document.rows.map(({ id, remoteId, name, values, quietDays }) => [
      remoteId ?? id,
      name ?? '',
      valueInWords(values['amount']),
      valueInWords(values['currency']),
      quietDays === null || quietDays === undefined ? '' : String(quietDays),
    ])
    return { document, titles: ['ID', 'NAME', 'AMOUNT', 'CURRENCY', 'QUIET DAYS'], rows }
  },
  async movements({ satchel, slice, now }) {
    const document = await satchel.request('reports.movements', { ...slice, since: weeksUpTo(now, 1)[0]?.from ?? now, limit: 500 })
    const rows = document.map((move) => [
      isoTime(move.at) ?? '',
      move.name ?? '',
      move.kind,
      valueInWords(move.old),
      valueInWords(move.new),
      move.origin,
    ])
    return { document, titles: ['WHEN', 'DEAL', 'WHAT', 'WAS', 'IS', 'FROM'], rows }
  },
}

export function addReportCommand(program: Program, act: Act): void {
  program
    .command('report')
    .description('figures of the pipeline and of activities, each currency for itself')
    .argument('<which>', Object.keys(reports).join(', '))
    .option('--pipeline <id>', 'of this pipeline; else of the first one where one is shown, and of all')
    .option('--owner <id>', 'only this user’s')
    .option('--months <n>', 'how far back, or ahead for the forecast', '6')
    .action((which, { pipeline, owner, months }) =>
      act('report', async (invocation) => {
        const report = Object.hasOwn(reports, which) ? reports[which] : undefined
        if (!report) return wrongUsage(`There is no report “${which}”. There are: ${Object.keys(reports).join(', ')}.`)
        const reach = parseWholeNumber('--months', months, { least: 1, most: 24 })
        const { id: connection } = await requireConnection(invocation)
        const slice = { connection, pipeline: pipeline ?? null, owner: owner ?? null }
        const { document, titles, rows } = await report({ satchel: await invocation.satchel(), slice, months: reach, now: Date.now() })
        if (invocation.out.json) return invocation.out.document(document)
        await invocation.out.table(
          titles.map((title) => ({ title })),
          rows,
        )
        return undefined
      }),
    )
}

function amounts(sums: MoneySums, measure: 'amount' | 'weighted'): string {
  return sums.map((sum) => `${sum.currency ?? '–'} ${sum[measure]}`).join(' · ')
}

function counted(sums: MoneySums): string {
  return String(sums.reduce((sum, { count }) => sum + count, 0))
}
