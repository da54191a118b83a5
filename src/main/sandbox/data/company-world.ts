/**
 * The facts that the sample records agree on: who works where, what is being sold to whom, and when.
 *
 * Records are written from these facts, so a contact's e-mail address is at the company's domain, a deal's people work at its
 * company, and a call about a deal falls into the time when it was open. Contacts of a company stand side by side: a company
 * knows its people by two numbers.
 */
import type { Counts } from '../counts'
import { EMPLOYEES } from '../counts'
import { textsByLanguage, type Texts } from './languages'
import { latin, type Locale, locales, native } from './locales'
import { pipelines, type StageFacts } from './pipelines'
import { Random } from './random'

export const DAY = 86_400_000
/** The morning on which the sample data ends. Fixed: the same seed has to give the same data next year. */
export const DATA_ENDS = Date.UTC(2026, 10, 24, 6)
const DATA_STARTS = DATA_ENDS - 730 * DAY

/** One stream of chance a type of record; never renumbered, or every seed means other data. */
export const streams = { company: 1, contact: 2, deal: 3, event: 4, lead: 5, person: 6, size: 7 } as const

export interface CompanyFacts {
  readonly locale: Locale
  readonly texts: Texts
  readonly name: string
  readonly domain: string
  readonly industry: string
  readonly city: Locale['cities'][number]
  readonly owner: number
  readonly createdAt: number
  readonly firstContact: number
  readonly contacts: number
}

export interface PersonFacts {
  readonly locale: Locale
  readonly first: string
  readonly last: string
  readonly name: string
  readonly address: string
}

export interface DealFacts {
  readonly company: number
  /** Contacts by number. */
  readonly people: readonly number[]
  readonly pipeline: number
  readonly stage: StageFacts
  readonly product: string
  readonly owner: number
  readonly createdAt: number
  /** When it was won or lost; null: still open. */
  readonly closedAt: number | null
  readonly closingAt: number
}

export interface CompanyWorld {
  readonly seed: number
  readonly counts: Counts
  readonly companies: readonly CompanyFacts[]
  readonly deals: readonly DealFacts[]
  /** The company of a contact, by number; null: works for oneself. */
  companyOf(contact: number): number | null
  person(contact: number): PersonFacts
}

export function createCompanyWorld(counts: Counts, seed: number): CompanyWorld {
  const sizes = contactsPerCompany(counts, seed)
  const companies: CompanyFacts[] = []
  const domains = new Map<string, number>()
  const employerOf = new Int32Array(counts.contact).fill(-1)
  let firstContact = 0
  for (let index = 0; index < counts.company; index += 1) {
    const contacts = sizes[index] ?? 0
    companies.push(makeCompany(new Random(seed, streams.company, index), domains, firstContact, contacts))
    employerOf.fill(index, firstContact, firstContact + contacts)
    firstContact += contacts
  }
  const companyOf = (contact: number): number | null => {
    const company = employerOf[contact] ?? -1
    return company < 0 ? null : company
  }
  const deals: DealFacts[] = []
  for (let index = 0; index < counts.deal; index += 1) deals.push(makeDeal(new Random(seed, streams.deal, index), companies, counts))
  return {
    seed,
    counts,
    companies,
    deals,
    companyOf,
    person(contact) {
      const company = companyOf(contact)
      return makePerson(new Random(seed, streams.person, contact), company === null ? null : (companies[company] ?? null), contact)
    },
  }
}

/** Few companies have many contacts, most have one to five; one contact in twenty-five has none. */
function contactsPerCompany({ contact, company }: Counts, seed: number): readonly number[] {
  const weights = Array.from({ length: company }, (_, index) => 1 / (0.05 + new Random(seed, streams.size, index).next()))
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const employed = Math.floor(contact * 0.96)
  let reached = 0
  let given = 0
  return weights.map((weight) => {
    reached += weight
    const upTo = Math.floor((employed * reached) / all)
    const contacts = upTo - given
    given = upTo
    return contacts
  })
}

const localeShares = locales.map((locale) => [locale, locale.share] as const)

function pickLocale(random: Random): Locale {
  return random.weighted(localeShares)
}

function makeCompany(random: Random, domains: Map<string, number>, firstContact: number, contacts: number): CompanyFacts {
  const locale = pickLocale(random)
  const family = random.pick(locale.families)
  const [trade, industry] = random.pick(locale.trades)
  const city = random.pick(locale.cities)
  const pattern = random.pick(locale.companyNames)
  const name = pattern.replace('%f', native(family)).replace('%t', native(trade)).replace('%c', native(city[0]))
  const base = `${latin(pattern.includes('%f') ? family : city[0])}-${latin(trade)}`
  const used = domains.get(base) ?? 0
  domains.set(base, used + 1)
  return {
    locale,
    texts: textsByLanguage[locale.language],
    name,
    domain: `${base}${used === 0 ? '' : `-${used + 1}`}.example`,
    industry,
    city,
    owner: random.below(EMPLOYEES),
    createdAt: DATA_STARTS + Math.floor(random.next() ** 1.5 * (DATA_ENDS - DATA_STARTS - 30 * DAY)),
    firstContact,
    contacts,
  }
}

export function makePerson(random: Random, company: CompanyFacts | null, number: number): PersonFacts {
  // Most people come from where their company is; some do not.
  const locale = company && random.chance(0.9) ? company.locale : pickLocale(random)
  const first = random.pick(random.chance(0.5) ? locale.women : locale.men)
  const last = random.pick(locale.families)
  const names = locale.familyFirst === undefined ? `${native(first)} ${native(last)}` : `${native(last)}${locale.familyFirst}${native(first)}`
  const place = company ? number - company.firstContact : number
  const local = `${latin(first)}.${latin(last)}${place > 9 ? place : ''}`
  return { locale, first: native(first), last: native(last), name: names, address: `${local}@${company ? company.domain : 'mail.example'}` }
}

function makeDeal(random: Random, companies: readonly CompanyFacts[], counts: Counts): DealFacts {
  const company = companies.length === 0 ? -1 : random.below(companies.length)
  const facts = companies[company]
  const createdAt = (facts?.createdAt ?? DATA_STARTS) + Math.floor(random.next() * (DATA_ENDS - (facts?.createdAt ?? DATA_STARTS)))
  const closingAt = createdAt + random.between(20, 170) * DAY
  const pipeline =
    random.weighted([
      [0, 6],
      [1, 2.5],
      [2, 1.5],
    ] as const) % Math.max(1, counts.pipeline)
  const stages = pipelines[pipeline]?.stages ?? []
  const open = stages.filter((stage) => !stage.closed)
  const ended = closingAt < DATA_ENDS && !random.chance(0.06)
  const won = random.chance(0.45)
  const stage = ended
    ? stages.find((candidate) => candidate.closed && candidate.probability === (won ? 100 : 0))
    : stageByProgress(open, createdAt, closingAt, random)
  return {
    company,
    people: facts ? pickPeople(random, facts) : [],
    pipeline,
    stage: stage ?? { name: 'Open', probability: 10, closed: false, number: 0 },
    product: random.pick(facts?.texts.products ?? textsByLanguage.en.products),
    owner: facts && random.chance(0.8) ? facts.owner : random.below(EMPLOYEES),
    createdAt,
    closedAt: ended ? Math.min(DATA_ENDS - 1, closingAt + random.between(-9, 9) * DAY + random.below(DAY / 2)) : null,
    closingAt: closingAt - (closingAt % DAY),
  }
}

/** The further a deal's time has run, the further it has come, give or take a stage. */
function stageByProgress(stages: readonly StageFacts[], createdAt: number, closingAt: number, random: Random): StageFacts | undefined {
  const progress = (DATA_ENDS - createdAt) / (closingAt - createdAt) + (random.next() - 0.5) * 0.4
  return stages[Math.max(0, Math.min(stages.length - 1, Math.floor(progress * stages.length)))]
}

function pickPeople(random: Random, { firstContact, contacts }: CompanyFacts): readonly number[] {
  if (contacts === 0) return []
  const first = firstContact + random.below(contacts)
  const second = firstContact + random.below(contacts)
  return second === first || random.chance(0.5) ? [first] : [first, second]
}
