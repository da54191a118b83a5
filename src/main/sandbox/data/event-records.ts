/** Calls, mails, meetings, notes and tasks of the sample data, as documents. See `company-world.ts` for what they agree on. */
import type { Json, JsonObject } from '../../../shared/model/json'
import { EMPLOYEES } from '../counts'
import { type CompanyWorld, DATA_ENDS, DAY, type DealFacts, streams } from './company-world'
import { fillIn, titleAndText } from './fill-in'
import { textsByLanguage, type Texts } from './languages'
import { type GeneratedRecord, idText } from './people-records'
import { employees, mailOf } from './pipelines'
import { Random } from './random'

/** What an event is about: a deal, else a contact, else a lead. */
interface About {
  readonly texts: Texts
  readonly owner: number
  /** It happens between these. */
  readonly from: number
  readonly to: number
  readonly product: string
  readonly company: string
  readonly person: string
  readonly mail: string
  readonly links: GeneratedRecord['links']
  /** Types of event, with how often each is met. */
  readonly kinds: readonly (readonly [string, number])[]
}

export function makeEventRecord(world: CompanyWorld, index: number): GeneratedRecord {
  const random = new Random(world.seed, streams.event, index)
  const about = pickAbout(world, random)
  const type = random.weighted(about.kinds)
  const at = about.from + Math.floor(random.next() * Math.max(1, about.to - about.from))
  // Office hours, roughly: nobody calls at three in the morning.
  const during = at - (at % DAY) + (7 + random.below(10)) * 3_600_000 + random.below(4) * 900_000
  const { content, createdAt } = makeContent(type, during, about, random)
  const created = Math.min(createdAt + random.below(60_000), DATA_ENDS - 1_000 - random.below(3_600_000))
  const document: Record<string, Json> = { type, [type.toLowerCase()]: content, user_id: idText(about.owner) }
  if (type === 'CALL' && random.chance(0.1)) document['recording_url'] = `https://calls.example/${random.digits('########')}`
  return { document, createdAt: created, updatedAt: Math.min(DATA_ENDS, created + Math.floor(random.next() ** 6 * 20 * DAY)), links: about.links }
}

function pickAbout(world: CompanyWorld, random: Random): About {
  const { counts, deals, companies } = world
  const share = random.next()
  if (deals.length > 0 && share < 0.7) {
    const number = random.below(deals.length)
    const deal = deals[number] as DealFacts
    const company = companies[deal.company]
    const person = deal.people.length > 0 ? random.pick(deal.people) : undefined
    return {
      ...who(world, person, company?.name ?? ''),
      texts: company?.texts ?? textsByLanguage.en,
      owner: deal.owner,
      from: deal.createdAt,
      // Of open deals some things are still to come.
      to: deal.closedAt ?? DATA_ENDS + 14 * DAY,
      product: deal.product,
      links: [[6, number], ...(person === undefined ? [] : [[4, person] as const]), ...(company ? [[5, deal.company] as const] : [])],
      kinds: [
        ['CALL', 26],
        ['EMAIL', 30],
        ['MEETING', 14],
        ['NOTE', 16],
        ['TASK', 14],
      ],
    }
  }
  if (counts.contact > 0 && (share < 0.94 || counts.lead === 0)) {
    const person = random.below(counts.contact)
    const employer = world.companyOf(person)
    const company = employer === null ? undefined : companies[employer]
    const texts = company?.texts ?? textsByLanguage[world.person(person).locale.language]
    return {
      ...who(world, person, company?.name ?? ''),
      texts,
      owner: company?.owner ?? random.below(EMPLOYEES),
      from: company?.createdAt ?? DATA_ENDS - 600 * DAY,
      to: DATA_ENDS,
      product: random.pick(texts.products),
      links: [[4, person], ...(employer === null ? [] : [[5, employer] as const])],
      kinds: [
        ['CALL', 25],
        ['EMAIL', 30],
        ['MEETING', 8],
        ['NOTE', 20],
        ['TASK', 7],
        ['MARKETING_EMAIL', 10],
      ],
    }
  }
  const lead = counts.lead > 0 ? random.below(counts.lead) : null
  return {
    ...who(world, undefined, ''),
    texts: textsByLanguage.en,
    owner: random.below(EMPLOYEES),
    from: DATA_ENDS - 300 * DAY,
    to: DATA_ENDS,
    product: 'label printers',
    links: lead === null ? [] : [[7, lead]],
    kinds: [
      ['FORM', 35],
      ['PAGE_VIEW', 30],
      ['CALL', 20],
      ['NOTE', 15],
    ],
  }
}

function who(world: CompanyWorld, person: number | undefined, company: string): { person: string; mail: string; company: string } {
  const facts = person === undefined ? null : world.person(person)
  return { person: facts?.name ?? company, mail: facts ? `${facts.name} <${facts.address}>` : 'info@post.example', company }
}

function makeContent(type: string, at: number, about: About, random: Random): { content: JsonObject; createdAt: number } {
  const fill = (text: string): string => fillIn(text, about.product, about.person, about.company)
  const iso = (instant: number): string => new Date(instant).toISOString()
  switch (type) {
    case 'CALL': {
      const duration = random.between(2, 45)
      return { content: { description: fill(random.pick(about.texts.calls)), duration, start_at: iso(at) }, createdAt: at + duration * 60_000 }
    }
    case 'MEETING': {
      const [title, description] = titleAndText(random.pick(about.texts.meetings)).map(fill)
      return {
        content: { title: title ?? '', description: description ?? '', start_at: iso(at), end_at: iso(at + random.pick([30, 60, 90]) * 60_000) },
        createdAt: at - random.between(1, 9) * DAY,
      }
    }
    case 'EMAIL': {
      const [subject, body] = titleAndText(random.pick(about.texts.emails)).map(fill)
      const own = employeeMail(about.owner)
      const incoming = random.chance(0.35)
      return {
        content: { subject: subject ?? '', body: body ?? '', from: incoming ? about.mail : own, to: [incoming ? own : about.mail] },
        createdAt: at,
      }
    }
    case 'TASK': {
      const [name, description] = titleAndText(random.pick(about.texts.tasks)).map(fill)
      const past = at < DATA_ENDS
      const status = past && !random.chance(0.12) ? 'COMPLETED' : random.pick(['NOT_STARTED', 'WORK_IN_PROGRESS', 'NOT_STARTED', 'DEFERRED'])
      return {
        content: {
          name: name ?? '',
          description: description ?? '',
          status,
          priority: random.pick(['HIGH', 'MEDIUM', 'MEDIUM', 'LOW']),
          due_at: iso(at),
        },
        createdAt: at - random.between(1, 12) * DAY,
      }
    }
    case 'MARKETING_EMAIL':
      return {
        content: {
          name: 'Label letter',
          subject: 'Five mistakes in cold-chain labelling',
          body: 'Our newsletter for the warehouse.',
          from: 'news@satchel-sandbox.example',
          to: [about.mail],
        },
        createdAt: at,
      }
    case 'FORM':
      return {
        content: {
          name: random.pick(['Request a demo', 'White paper: cold chain', 'Contact']),
          redirect_url: 'https://www.satchel-sandbox.example/thanks',
          fields: [{ name: 'email', type: 'EMAIL', required: true }],
        },
        createdAt: at,
      }
    case 'PAGE_VIEW':
      return {
        content: {
          url: `https://www.satchel-sandbox.example/${random.pick(['pricing', 'products/scanners', 'cases'])}`,
          count: random.between(1, 9),
          average: random.between(5, 240),
        },
        createdAt: at,
      }
    default: {
      const [title, description] = titleAndText(random.pick(about.texts.notes)).map(fill)
      return { content: { title: title ?? '', description: description ?? '' }, createdAt: at }
    }
  }
}

function employeeMail(number: number): string {
  const [first = '', last = ''] = employees[number] ?? []
  return `${first} ${last} <${mailOf(first, last)}>`
}
