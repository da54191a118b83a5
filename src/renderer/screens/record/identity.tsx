/** Who or what the record is: its name, whose it is, its figures, and for a deal the stages that it goes through. */
import { textOf } from '../../../shared/model/record'
import type { RecordView } from '../../../shared/model/views'
import { objectIcons } from '../../frame/navigation'
import { useText } from '../../messages/text'
import { listOf } from '../../parts/diff/list-diff'
import { fieldAtPath } from '../../parts/fields/field-groups'
import { useFieldContext } from '../../parts/fields/field-context'
import { FieldValue } from '../../parts/fields/field-value'
import { RecordLink } from '../../parts/fields/record-link'
import { formatDay, moneyParts, parseMoment } from '../../parts/format'
import { Icon } from '../../parts/icon'
import { useNow } from '../../parts/use-now'
import { RecordName } from '../../parts/value'
import styles from './identity.module.css'
import { StageBar } from './stage-bar'

export function Identity({ view }: { readonly view: RecordView }) {
  const { object, document, connection } = view
  const { names } = useFieldContext()
  const companyId = listOf(document['company_ids'] ?? document['company_id'])[0]
  const company = typeof companyId === 'string' ? names(companyId) : null
  const companyText = textOf(document, 'company') ?? textOf(document, 'company_name')
  const owner = fieldAtPath(object, document, 'user_id')
  const ownerId = textOf(document, 'user_id')
  return (
    <div className={styles.identity}>
      <div className={styles.who}>
        <span className={styles.tile}>
          <Icon name={objectIcons[object]} />
        </span>
        <div className={styles.titles}>
          <h1 className={styles.name} tabIndex={-1}>
            <RecordName name={view.name} />
          </h1>
          <div className={styles.facts}>
            {textOf(document, 'title') === null ? null : <bdi className={styles.fact}>{textOf(document, 'title')}</bdi>}
            {company && object !== 'company' ? (
              <RecordLink connection={connection} object="company" id={company.id} name={company.name} />
            ) : companyText === null ? null : (
              <bdi className={styles.fact}>{companyText}</bdi>
            )}
            {owner && ownerId !== null ? <FieldValue field={owner} value={ownerId} /> : null}
          </div>
        </div>
        {object === 'deal' ? <DealFigures view={view} /> : null}
      </div>
      {object === 'deal' ? <StageBar view={view} /> : null}
    </div>
  )
}

function DealFigures({ view }: { readonly view: RecordView }) {
  const t = useText()
  const now = useNow()
  const { amount, currency, closing_at } = view.document
  const money = typeof amount === 'number' ? moneyParts(amount, typeof currency === 'string' ? currency : null, { full: true }) : null
  const closes = parseMoment(closing_at)
  return (
    <>
      {money ? (
        <div className={styles.figure}>
          <span>{t('field.amount')}</span>
          <strong>
            <span className={styles.symbol}>{money.symbol}</span>
            {money.amount}
          </strong>
        </div>
      ) : null}
      {closes ? (
        <div className={styles.figure}>
          <span>{t('record.closes')}</span>
          <strong>{formatDay(closes, now)}</strong>
        </div>
      ) : null}
    </>
  )
}
