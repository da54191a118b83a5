/** Makes a contact, a company and a deal of a lead: what is here already is offered first, and all of it lands as one batch to review. */
import { useState } from 'react'
import type { ConversionProposal, Likeness } from '../../../shared/model/conversion'
import { textOf } from '../../../shared/model/record'
import type { RecordView } from '../../../shared/model/views'
import { useCommand } from '../../data/mutations'
import { useConversion } from '../../data/queries'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { ChoiceList } from '../../parts/choice-list'
import { Dialog } from '../../parts/dialog'
import { TextField } from '../../parts/form-fields'
import { parseNumber } from '../../parts/fields/parse-input'
import { groupSeparator } from '../../parts/format'
import { useGo } from '../../parts/link'
import { showToast } from '../../parts/toast'
import styles from './convert-lead.module.css'

export function ConvertLead({ view, crm }: { readonly view: RecordView; readonly crm: string }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const { data } = useConversion({ connection: view.connection, id: view.id })
  const deleted = view.changes.some(({ kind }) => kind === 'delete')
  return (
    <>
      <Button icon="arrow" reason={deleted ? t('convert.deleted') : null} onPress={() => setOpen(true)}>
        {t('convert.action')}
      </Button>
      {open && data ? <ConvertDialog view={view} crm={crm} proposal={data} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

interface ConvertDialogProps {
  readonly view: RecordView
  readonly crm: string
  readonly proposal: ConversionProposal
  readonly onClose: () => void
}

function ConvertDialog({ view, crm, proposal, onClose }: ConvertDialogProps) {
  const t = useText()
  const go = useGo()
  const convert = useCommand('leads.convert')
  const discard = useCommand('changes.discard')
  const { contact, company } = proposal
  const [contactUse, setContactUse] = useState(contact.existing ? 'existing' : 'new')
  const [companyUse, setCompanyUse] = useState(company === null ? 'none' : company.existing ? 'existing' : 'new')
  const [dealUse, setDealUse] = useState('new')
  const [dealName, setDealName] = useState(textOf(proposal.deal.data, 'name') ?? '')
  const [amount, setAmount] = useState('')
  const [currency, setCurrency] = useState('')
  const parsed = parseNumber(amount, groupSeparator)
  const wrong = dealUse === 'new' && (dealName.trim() === '' || !parsed.ok)
  const run = async (): Promise<void> => {
    const done = await convert.run({
      connection: view.connection,
      id: view.id,
      contact: contactUse === 'existing' && contact.existing ? { use: 'existing', id: contact.existing.id } : { use: 'new' },
      company:
        companyUse === 'none'
          ? { use: 'none' }
          : companyUse === 'existing' && company?.existing
            ? { use: 'existing', id: company.existing.id }
            : { use: 'new' },
      deal:
        dealUse === 'none'
          ? { use: 'none' }
          : {
              use: 'new',
              data: {
                name: dealName.trim(),
                ...(parsed.ok && parsed.value !== null ? { amount: parsed.value } : {}),
                ...(currency.trim() === '' ? {} : { currency: currency.trim().toUpperCase() }),
              },
            },
    })
    if (done === undefined) return
    onClose()
    showToast({
      fact: t('convert.done', { count: done.changes.length }),
      name: proposal.name,
      undo: () => void discard.run({ ids: [...done.changes] }),
      action: { label: t('convert.review'), onPress: () => go({ at: 'changes' }) },
    })
    if (done.deal !== null) go({ at: 'record', connection: view.connection, object: 'deal', id: done.deal })
  }
  return (
    <Dialog
      title={t('convert.title', { name: proposal.name ?? t('value.noName') })}
      action={{
        label: t('convert.do'),
        kind: 'primary',
        busy: convert.busy,
        reason: wrong ? t(parsed.ok ? 'convert.noName' : 'convert.badAmount') : null,
        onPress: () => void run(),
      }}
      onClose={onClose}
    >
      <ChoiceList
        label={t('convert.contact')}
        value={contactUse}
        options={[...existingOption(t, contact.existing), { id: 'new', label: t('convert.new', { name: proposal.name ?? t('value.noName') }) }]}
        onChange={setContactUse}
      />
      <ChoiceList
        label={t('convert.company')}
        value={companyUse}
        options={[
          ...existingOption(t, company?.existing ?? null),
          ...(company === null ? [] : [{ id: 'new', label: t('convert.new', { name: textOf(company.data, 'name') ?? t('value.noName') }) }]),
          { id: 'none', label: t('convert.noCompany') },
        ]}
        onChange={setCompanyUse}
      />
      <ChoiceList
        label={t('convert.deal')}
        value={dealUse}
        options={[
          { id: 'new', label: t('convert.newDeal') },
          { id: 'none', label: t('convert.noDeal') },
        ]}
        onChange={setDealUse}
      />
      {dealUse === 'new' ? (
        <div className={styles.deal}>
          <TextField
            label={t('convert.dealName')}
            value={dealName}
            error={dealName.trim() === '' ? t('convert.noName') : undefined}
            onChange={setDealName}
          />
          <div className={styles.money}>
            <TextField label={t('convert.currency')} value={currency} onChange={setCurrency} />
            <TextField label={t('convert.amount')} value={amount} error={parsed.ok ? undefined : t('convert.badAmount')} onChange={setAmount} />
          </div>
        </div>
      ) : null}
      <p className={styles.why}>{t('convert.why', { crm })}</p>
    </Dialog>
  )
}

interface Option {
  readonly id: string
  readonly label: string
}

function existingOption(t: ReturnType<typeof useText>, existing: Likeness | null): readonly Option[] {
  if (existing === null) return []
  return [{ id: 'existing', label: `${t('convert.use', { name: existing.name ?? t('value.noName') })} (${t(`convert.by.${existing.by}`)})` }]
}
