/** Companies, contacts and leads of the sample data, as documents. See `company-world.ts` for what they agree on. */
import type { Json, JsonObject } from '../../../shared/model/json'
import { EMPLOYEES } from '../counts'
import { FIRST_ID } from '../store/open'
import { type CompanyWorld, type CompanyFacts, DATA_ENDS, DAY, makePerson, streams } from './company-world'
import { type Locale, native } from './locales'
import { Random } from './random'

export interface GeneratedRecord {
  readonly document: JsonObject
  readonly createdAt: number
  readonly updatedAt: number
  /** Link kind, and the number of the record at the other end. */
  readonly links: readonly (readonly [number, number])[]
}

export function idText(number: number): string {
  return String(FIRST_ID + number)
}

/** Later than it was made; most records were touched not long ago. */
export function touchedAt(random: Random, createdAt: number): number {
  return createdAt + Math.floor(Math.sqrt(random.next()) * (DATA_ENDS - createdAt))
}

export function makeCompanyRecord(world: CompanyWorld, index: number): GeneratedRecord {
  const random = new Random(world.seed, streams.company, index + 0x40000000)
  const company = world.companies[index] as CompanyFacts
  const { locale, domain } = company
  const employees = Math.round(Math.exp(2 + random.next() * 6.5))
  const document: Record<string, Json> = {
    name: company.name,
    domains: [domain],
    websites: [`https://www.${domain}`],
    industry: company.industry,
    employees,
    emails: [{ email: `info@${domain}`, type: 'WORK' }],
    telephones: [{ telephone: telephone(random, locale.landline, company.city), type: 'WORK' }],
    address: address(random, locale, company.city),
    timezone: locale.timezone,
    is_active: !random.chance(0.06),
    user_id: idText(company.owner),
    metadata: [
      {
        id: 'cf4',
        slug: 'tier',
        value: random.weighted([
          ['Gold', 1],
          ['Silver', 3],
          ['Bronze', 6],
        ] as const),
        format: 'SINGLE_SELECT',
      },
      { id: 'cf6', slug: 'customer_number', value: random.digits('K-######'), format: 'TEXT' },
    ],
  }
  if (random.chance(0.5)) document['tags'] = [random.pick(['key account', 'prospect', 'reseller', 'trade fair', 'cold storage'])]
  if (random.chance(0.4)) document['description'] = `${company.industry}, ${employees} · ${native(company.city[0])}`
  if (random.chance(0.3)) document['link_urls'] = [`https://www.linkedin.example/company/${domain.replace('.example', '')}`]
  // Fields that the protocol does not know and that this CRM has all the same.
  if (random.chance(0.2)) document['vat_number'] = random.digits(`${locale.code}#########`)
  if (random.chance(0.05)) document['credit'] = { limit: random.between(1, 50) * 1_000, currency: locale.currency }
  return { document, createdAt: company.createdAt, updatedAt: touchedAt(random, company.createdAt), links: [] }
}

export function makeContactRecord(world: CompanyWorld, index: number): GeneratedRecord {
  const random = new Random(world.seed, streams.contact, index)
  const person = world.person(index)
  const employer = world.companyOf(index)
  const company = employer === null ? null : (world.companies[employer] ?? null)
  const from = company?.createdAt ?? DATA_ENDS - 700 * DAY
  const createdAt = from + Math.floor(random.next() * (DATA_ENDS - from))
  const texts = company?.texts ?? null
  const city = company?.city ?? random.pick(person.locale.cities)
  const locale = company?.locale ?? person.locale
  const document: Record<string, Json> = {
    name: person.name,
    first_name: person.first,
    last_name: person.last,
    emails: [
      { email: person.address, type: 'WORK' },
      ...(random.chance(0.12) ? [{ email: person.address.replace(/@.*/, '@mail.example'), type: 'HOME' }] : []),
    ],
    telephones: [
      { telephone: telephone(random, locale.mobile, city), type: 'MOBILE' },
      ...(random.chance(0.4) ? [{ telephone: telephone(random, locale.landline, city), type: 'WORK' }] : []),
    ],
    address: address(random, locale, city),
    user_id: idText(company && random.chance(0.85) ? company.owner : random.below(EMPLOYEES)),
  }
  if (company && texts) {
    document['company'] = company.name
    document['title'] = random.pick(texts.titles)
    if (random.chance(0.7)) document['department'] = random.pick(texts.departments)
  }
  const metadata: Json[] = []
  if (random.chance(0.5))
    metadata.push({
      id: 'cf1',
      slug: 'buying_role',
      value: random.pick(['Decision maker', 'Champion', 'User', 'Procurement']),
      format: 'SINGLE_SELECT',
    })
  if (random.chance(0.3)) metadata.push({ id: 'cf3', slug: 'newsletter', value: random.chance(0.6), format: 'BOOLEAN' })
  if (metadata.length > 0) document['metadata'] = metadata
  if (random.chance(0.25)) document['link_urls'] = [`https://www.linkedin.example/in/${person.address.split('@', 1)[0] ?? ''}`]
  if (random.chance(0.15)) document['lifecycle_stage'] = random.pick(['subscriber', 'opportunity', 'customer', 'evangelist'])
  if (random.chance(0.08)) document['external_ids'] = { erp: random.digits('#######'), badge: random.digits('@@-####') }
  return { document, createdAt, updatedAt: touchedAt(random, createdAt), links: employer === null ? [] : [[1, employer]] }
}

const leadStatuses = ['New', 'Contacted', 'Qualified', 'Unqualified', 'Converted']

export function makeLeadRecord(world: CompanyWorld, index: number): GeneratedRecord {
  const random = new Random(world.seed, streams.lead, index)
  const known = world.companies.length > 0 && random.chance(0.25) ? random.below(world.companies.length) : null
  const company = known === null ? null : (world.companies[known] ?? null)
  const person = makePerson(random, company, 1_000 + index)
  const locale = company?.locale ?? person.locale
  const city = company?.city ?? random.pick(locale.cities)
  const createdAt = DATA_ENDS - Math.floor(random.next() ** 2 * 700 * DAY) - DAY
  const status = random.pick(leadStatuses)
  const document: Record<string, Json> = {
    name: person.name,
    first_name: person.first,
    last_name: person.last,
    company_name: company?.name ?? `${native(random.pick(locale.families))} ${native(random.pick(locale.trades)[0])}`,
    status,
    source: random.pick(['Web form', 'Trade fair', 'Referral', 'Cold call', 'Newsletter', 'Partner']),
    is_active: status !== 'Converted' && status !== 'Unqualified',
    emails: [{ email: company ? person.address : person.address.replace(/@.*/, '@post.example'), type: 'WORK' }],
    user_id: idText(random.below(EMPLOYEES)),
    creator_user_id: idText(random.below(EMPLOYEES)),
    metadata: [{ id: 'cf9', slug: 'score', value: random.between(0, 100), format: 'NUMBER' }],
  }
  if (random.chance(0.7)) document['telephones'] = [{ telephone: telephone(random, locale.mobile, city), type: 'MOBILE' }]
  if (random.chance(0.4)) document['address'] = address(random, locale, city)
  if (random.chance(0.2)) document['utm'] = { source: 'search', campaign: random.pick(['coldchain', 'labels-2026', 'fair']), score: random.next() }
  const links: (readonly [number, number])[] = known === null ? [] : [[8, known]]
  if (company && company.contacts > 0 && status === 'Converted') links.push([9, company.firstContact + random.below(company.contacts)])
  return { document, createdAt, updatedAt: touchedAt(random, createdAt), links }
}

function telephone(random: Random, pattern: string, city: Locale['cities'][number]): string {
  return random.digits(pattern.replace('%a', city[4]))
}

function address(random: Random, locale: Locale, [city, region, regionCode, postal]: Locale['cities'][number]): JsonObject {
  return {
    address1: random.digits(locale.street).replace('%s', random.pick(locale.streets)),
    city: native(city),
    region,
    region_code: regionCode,
    postal_code: random.digits(postal),
    country: locale.country,
    country_code: locale.code,
  }
}
