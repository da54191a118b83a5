/** `convert`: a lead becomes a contact, a company and a deal, as one batch in the outbox. Nothing is sent. */
import { parseRecordId } from '../../../shared/model/ids'
import { parseData } from '../arguments'
import { requireConnection } from '../invocation'
import type { Act, Program } from '../program'
import { wrongUsage } from '../usage-error'

export function addConvertCommand(program: Program, act: Act): void {
  program
    .command('convert')
    .description('make a contact, a company and a deal of a lead, as one batch to review')
    .argument('<lead>', 'the CRM’s id, or ours')
    .option('--contact <id>', 'an existing contact instead of a new one; without it the one with the same e-mail address, if any')
    .option('--company <id>', 'an existing company; without it the one of the same name, if any')
    .option('--new', 'make new ones, even where such a contact or company is here')
    .option('--deal <json>', 'fields of the deal, laid over what is proposed')
    .option('--no-deal', 'make no deal')
    .action((lead, { contact, company, new: fresh = false, deal }) =>
      act('convert', async (invocation) => {
        if (fresh && (contact !== undefined || company !== undefined)) wrongUsage('--new makes new ones: leave --contact and --company out.')
        const dealData = typeof deal === 'string' ? parseData(deal) : {}
        const { id: connection } = await requireConnection(invocation)
        const satchel = await invocation.satchel()
        const id = parseRecordId(lead)
        const proposal = await satchel.request('leads.propose', { connection, id })
        const like = (given: string | undefined, found: { readonly id: string } | null | undefined) => (fresh ? undefined : (given ?? found?.id))
        const [withContact, withCompany] = [like(contact, proposal.contact.existing), like(company, proposal.company?.existing)]
        const done = await satchel.request('leads.convert', {
          connection,
          id,
          contact: withContact === undefined ? { use: 'new' } : { use: 'existing', id: withContact },
          company: withCompany !== undefined ? { use: 'existing', id: withCompany } : proposal.company === null ? { use: 'none' } : { use: 'new' },
          deal: deal === false ? { use: 'none' } : { use: 'new', data: dealData },
        })
        const { out } = invocation
        if (out.json) return out.document({ batch: done.batch, changes: done.changes, contact: done.contact, company: done.company, deal: done.deal })
        await out.say(`${proposal.name ?? lead}: ${done.changes.length} changes wait in the batch “${done.batch}”.`)
        await out.say(
          `contact ${done.contact}`,
          ...(done.company === null ? [] : [`company ${done.company}`]),
          ...(done.deal === null ? [] : [`deal ${done.deal}`]),
        )
      }),
    )
}
