/** Sums of money as they stand on figures and columns: the first currency, short, and how many more there are. */
import { Button as AriaButton } from 'react-aria-components/Button'
import { Dialog } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { DialogTrigger } from 'react-aria-components/Dialog'
import type { MoneySums } from '../../shared/model/reports'
import { useText } from '../messages/text'
import { formatMoney, shortMoneyParts } from './format'
import styles from './money.module.css'

export function ShortMoney({ value, currency }: { readonly value: number; readonly currency: string | null }) {
  const { symbol, amount } = shortMoneyParts(value, currency)
  return (
    <span className={styles.money}>
      {symbol ? <span className={styles.symbol}>{symbol}</span> : null}
      {amount}
    </span>
  )
}

/** The rest opens: a sum over several currencies would be none. */
export function MoreCurrencies({ sums, label }: { readonly sums: MoneySums; readonly label: string }) {
  const t = useText()
  if (sums.length < 2) return null
  return (
    <DialogTrigger>
      <AriaButton className={styles.more} aria-label={t('money.more', { count: sums.length - 1, label })}>
        +{sums.length - 1}
      </AriaButton>
      <Popover className={styles.popover} placement="bottom start">
        <Dialog className={styles.dialog} aria-label={t('money.all', { label })}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('money.currency')}</th>
                <th scope="col">{t('report.deals')}</th>
                <th scope="col">{t('report.amount')}</th>
                <th scope="col">{t('report.weighted')}</th>
              </tr>
            </thead>
            <tbody>
              {sums.map(({ currency, count, amount, weighted }) => (
                <tr key={currency}>
                  <th scope="row">{currency ?? t('money.none')}</th>
                  <td>{count}</td>
                  <td>{formatMoney(amount, currency)}</td>
                  <td>{formatMoney(weighted, currency)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
