/** Deals of the sample data, as documents. See `company-world.ts` for what they agree on. */
import type { Json } from '../../../shared/model/json'
import { type CompanyWorld, type DealFacts, streams } from './company-world'
import { fillIn, titleAndText } from './fill-in'
import { textsByLanguage } from './languages'
import { type GeneratedRecord, idText, touchedAt } from './people-records'
import { pipelines } from './pipelines'
import { Random } from './random'

/** What one euro is about, so that amounts look right in every currency. */
const perEuro: Readonly<Record<string, number>> = {
  EUR: 1,
  USD: 1.1,
  GBP: 0.85,
  PLN: 4.3,
  SEK: 11,
  TRY: 45,
  JPY: 160,
  CNY: 8,
  KRW: 1_500,
  AED: 4,
  INR: 95,
  BRL: 6,
}

export function makeDealRecord(world: CompanyWorld, index: number): GeneratedRecord {
  const random = new Random(world.seed, streams.deal, index + 0x40000000)
  const deal = world.deals[index] as DealFacts
  const company = world.companies[deal.company] ?? null
  const texts = company?.texts ?? textsByLanguage.en
  const currency = company?.locale.currency ?? 'EUR'
  const euros = Math.exp(7 + random.next() * 5)
  const step = (perEuro[currency] ?? 1) >= 20 ? 10_000 : 50
  const rounded = Math.max(step, Math.round((euros * (perEuro[currency] ?? 1)) / step) * step)
  const document: Record<string, Json> = {
    name: fillIn(random.pick(texts.dealNames), deal.product, '', company?.name ?? ''),
    amount: random.chance(0.15) && step === 50 ? rounded + random.between(1, 99) / 100 : rounded,
    currency,
    probability: deal.stage.probability,
    closing_at: new Date(deal.closingAt).toISOString(),
    source: random.pick(['Inbound', 'Referral', 'Trade fair', 'Existing customer', 'Partner']),
    user_id: idText(deal.owner),
  }
  const pipeline = pipelines[deal.pipeline]
  if (pipeline && world.counts.pipeline > deal.pipeline) {
    document['stages'] = [{ id: String(deal.stage.number), name: deal.stage.name }]
    document['pipelines'] = [{ id: idText(deal.pipeline), name: pipeline.name }]
  }
  if (deal.closedAt !== null) {
    document['closed_at'] = new Date(deal.closedAt).toISOString()
    const won = deal.stage.probability === 100
    document[won ? 'won_reason' : 'lost_reason'] = random.pick(won ? texts.won : texts.lost)
  }
  if (random.chance(0.3)) document['tags'] = [random.pick(['framework', 'public tender', 'multi-site', 'urgent'])]
  if (random.chance(0.4))
    document['description'] = fillIn(titleAndText(random.pick(texts.notes))[1], deal.product, personName(world, deal.people[0]), company?.name ?? '')
  document['metadata'] = [
    { id: 'cf8', slug: 'contract_months', value: random.pick([12, 24, 36, 60]), format: 'NUMBER' },
    ...(random.chance(0.3)
      ? [{ id: 'cf7', slug: 'competitors', value: [random.pick(['Nordwind', 'Kestrel', 'In-house'])], format: 'MULTIPLE_SELECT' }]
      : []),
  ]
  if (random.chance(0.15)) document['forecast_category'] = random.pick(['commit', 'best case', 'pipeline'])
  const updatedAt = deal.closedAt === null ? touchedAt(random, deal.createdAt) : Math.max(deal.createdAt + 1, deal.closedAt)
  return {
    document,
    createdAt: deal.createdAt,
    updatedAt,
    links: [...deal.people.map((person) => [2, person] as const), ...(company ? [[3, deal.company] as const] : [])],
  }
}

function personName(world: CompanyWorld, contact: number | undefined): string {
  return contact === undefined ? '' : world.person(contact).name
}
