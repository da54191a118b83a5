/**
 * An ordinary Tuesday, made by the command line and two sandboxes: two CRMs, edits that wait, one held back, one refused, one in
 * conflict, one pushed, a batch, and a record that could not be read.
 */
import { join } from 'node:path'
import { runSatchel, type Sandbox, startSandboxProcess } from '../e2e/support/processes'

export const ourRecords = 'contact=4820,company=960,deal=1312,event=9400,lead=640,pipeline=2'
const theirRecords = 'contact=180,company=60,deal=40,event=300,lead=25,pipeline=1'

/** A sales person of the sandbox. */
export const me = 'chidi.eze@satchel-sandbox.example'

export interface Office {
  readonly workspace: string
  readonly crm: Sandbox
  /** Our ids of what the pictures show. */
  readonly deal: string
  readonly contact: string
  stop(): Promise<void>
}

/** A record as `satchel list --json` prints it. */
interface Listed {
  readonly id: string
  readonly name: string
  readonly amount?: number
  readonly closing_at?: string
  readonly company_ids?: readonly string[]
  readonly stages?: readonly { readonly id: string; readonly name: string }[]
  readonly telephones?: readonly object[]
  readonly emails?: readonly object[]
  readonly user_id?: string
}

export async function furnish(folder: string): Promise<Office> {
  const workspace = join(folder, 'workspace')
  const crm = await startSandboxProcess({ store: join(folder, 'crm.db'), records: ourRecords, seed: 5 })
  const other = await startSandboxProcess({ store: join(folder, 'other.db'), records: theirRecords, seed: 11 })
  const run = commandLine(workspace, { SATCHEL_OFFICE_ONE: crm.token, SATCHEL_OFFICE_TWO: other.token })
  await run(...connectTo(crm, 'Salesforce', 'salesforce', 'SATCHEL_OFFICE_ONE'))
  await run('sync')
  await run(...connectTo(other, 'HubSpot', 'hubspot', 'SATCHEL_OFFICE_TWO'))
  await run('sync')
  const desk = deskOf(async (...args) => run(...args, '--connection', 'Salesforce'))
  const shown = await choose(desk)
  await settle(desk, crm, shown)
  await collide(desk, crm, shown)
  await wait(desk, shown)
  return {
    workspace,
    crm,
    deal: shown.deal.id,
    contact: shown.contact.id,
    async stop() {
      await crm.stop()
      await other.stop()
    },
  }
}

/** What one does at the command line, on the first connection. */
interface Desk {
  run(...args: readonly string[]): Promise<string>
  list(object: string, ...args: readonly string[]): Promise<readonly Listed[]>
  edit(object: string, id: string, values: Readonly<Record<string, unknown>>): Promise<void>
}

function deskOf(run: Desk['run']): Desk {
  return {
    run,
    async list(object, ...args) {
      const lines = await run('list', object, '--json', ...args)
      return lines
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Listed)
    },
    async edit(object, id, values) {
      await run('edit', object, id, ...Object.entries(values).flatMap(([path, value]) => ['--set', `${path}=${JSON.stringify(value)}`]))
    },
  }
}

type Shown = Awaited<ReturnType<typeof choose>>

async function choose({ list }: Desk) {
  const own = (await list('user')).find(({ emails }) => JSON.stringify(emails).includes(me))
  const open = (await list('deal', '--sort', 'amount:desc', '--filter', soonInEuros)).filter(isOpen)
  const [deal, moved, pushed, grown] = open.filter(({ user_id: owner }) => owner === own?.id)
  const people = await list('contact', '--sort', 'updated_at:desc', '--limit', '40')
  const [, contact, , disputed, refused, , , deleted] = people.filter(({ company_ids: companies = [] }) => companies.length > 0)
  const [lead] = await list('lead', '--limit', '1')
  if (!own || !deal || !moved || !pushed || !grown || !contact || !disputed || !refused || !deleted || !lead)
    throw new Error('the sandbox has too few records')
  return { own, deal, moved, pushed, grown, contact, disputed, refused, deleted, lead, theirs: open.filter(({ user_id: owner }) => owner !== own.id) }
}

/** One edit is in the CRM, another was refused in its own words. */
async function settle({ edit, run }: Desk, crm: Sandbox, { pushed, refused }: Shown): Promise<void> {
  await edit('deal', pushed.id, { probability: 75 })
  await run('push')
  await behindItsBack(crm, 'PUT', 'faults', { spec: '422=Title must be one of the allowed values for this account.:1x:PUT+PATCH:contact' })
  await edit('contact', refused.id, { title: 'Head of Everything' })
  await run('push')
}

/** Colleagues are busy: with their deals, with a field that the rep has just edited, and with a lead that comes in a shape nobody can read. */
async function collide({ edit, run }: Desk, crm: Sandbox, { own, theirs, disputed, lead }: Shown): Promise<void> {
  await run(
    'edit-many',
    'lead',
    '--where',
    'status=Contacted',
    '--where',
    `user_id=${own.id}`,
    '--set',
    'source="Label fair 2026"',
    '--batch',
    'After the fair',
  )
  for (const [index, { id, amount = 10_000 }] of theirs.slice(0, 7).entries())
    await crm.call('PATCH', `deal/${id}`, colleagueEdits[index % colleagueEdits.length]?.(amount))
  await edit('contact', disputed.id, { title: 'Head of Procurement', department: 'Procurement' })
  await crm.call('PATCH', `contact/${disputed.id}`, {
    title: 'Head of Purchasing and Logistics',
    department: 'Operations',
    company: 'Northgate Labels',
  })
  await crm.call('PATCH', `lead/${lead.id}`, { status: 'Contacted' })
  await behindItsBack(crm, 'PUT', 'faults', { spec: 'unreadable-record:GET:lead' })
  await run('sync')
}

/** Edits of every kind that are not pushed yet. */
async function wait({ edit, run }: Desk, { deal, grown, moved, contact, deleted }: Shown): Promise<void> {
  await run('delete', 'contact', deleted.id)
  const person = { name: 'Adélaïde Fontaine', title: 'Directrice des achats', emails: [{ email: 'a.fontaine@delacroix.example', type: 'WORK' }] }
  await run('create', 'contact', '--data', JSON.stringify(person))
  const telephones = [...(contact.telephones ?? []), { telephone: '+49 30 5550 1177', type: 'MOBILE' }]
  await edit('contact', contact.id, { title: 'Managing Director', telephones })
  await edit('deal', grown.id, { amount: Math.round((grown.amount ?? 40_000) * 1.2) })
  await edit('deal', moved.id, { stages: [next(moved)] })
  await edit('deal', deal.id, { amount: Math.round((deal.amount ?? 40_000) * 1.12), closing_at: '2026-12-18T00:00:00.000Z' })
}

export function connectTo(crm: Sandbox, name: string, provider: string, variable: string): readonly string[] {
  return [
    'connect',
    '--url',
    crm.url,
    '--connection-id',
    crm.connectionId,
    '--token-env',
    variable,
    '--name',
    name,
    '--provider',
    provider,
    '--me',
    me,
  ]
}

/** Runs commands that are expected to do their work; a push that leaves something for a person to decide ends with 4, and that is wanted too. */
export function commandLine(workspace: string, secrets: Readonly<Record<string, string>>): (...args: readonly string[]) => Promise<string> {
  // The app reads the variables as well, at each start.
  Object.assign(process.env, secrets)
  return async (...args) => {
    const { code, stdout, stderr } = await runSatchel(workspace, args)
    if (code !== 0 && code !== 4) throw new Error(`satchel ${args.join(' ')}: ${code}\n${stdout}${stderr}`)
    return stdout
  }
}

/** The sandbox's own controls, beside the protocol. */
export async function behindItsBack(crm: Sandbox, method: string, path: string, body: object): Promise<void> {
  const response = await fetch(new URL(`/_sandbox/${path}`, crm.url), {
    method,
    headers: { authorization: `bearer ${crm.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
}

const colleagueEdits: readonly ((amount: number) => object)[] = [
  () => ({ closing_at: '2027-01-15T00:00:00.000Z' }),
  (amount) => ({ amount: Math.round(amount * 1.1) }),
  (amount) => ({ amount: Math.round(amount * 0.85) }),
]

const soonInEuros = JSON.stringify({
  all: [
    { field: 'closing_at', op: 'in-next', value: { count: 120, unit: 'day' } },
    { field: 'amount', op: 'currency', value: 'EUR' },
  ],
})
/** Of the sandbox's first pipeline. */
const stages = ['Qualification', 'Needs analysis', 'Demo', 'Proposal', 'Negotiation'].map((name, index) => ({ id: String(index + 1), name }))
const isOpen = ({ stages: [first] = [] }: Listed): boolean => Number(first?.id) >= 2 && Number(first?.id) <= 4
const next = ({ stages: [first] = [] }: Listed): object => stages[stages.findIndex(({ id }) => id === first?.id) + 1] ?? {}
