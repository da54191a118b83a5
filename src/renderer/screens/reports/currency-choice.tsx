/** Which currency charts are drawn in: the ones of the most deals side by side, the rest in a menu. */
import { Button as AriaButton } from 'react-aria-components/Button'
import { useText } from '../../messages/text'
import { classes } from '../../parts/classes'
import { formatNumber } from '../../parts/format'
import { PopoverMenu } from '../../parts/popover-menu'
import styles from './reports.module.css'

export interface CurrencyChoiceProps {
  readonly currencies: readonly { readonly currency: string | null; readonly count: number }[]
  readonly chosen: string | null
  readonly onChoose: (currency: string) => void
}

const SIDE_BY_SIDE = 3

export function CurrencyChoice({ currencies, chosen, onChoose }: CurrencyChoiceProps) {
  const t = useText()
  if (currencies.length < 2) return null
  const first = currencies.slice(0, SIDE_BY_SIDE)
  // A chosen one is never hidden in the menu.
  const shown = first.some(({ currency }) => currency === chosen)
    ? first
    : [...first.slice(0, -1), ...currencies.filter(({ currency }) => currency === chosen)]
  const rest = currencies.filter((each) => !shown.includes(each))
  const nameOf = (currency: string | null): string => currency ?? t('money.none')
  return (
    <div className={styles.segments} role="group" aria-label={t('chart.currency')}>
      {shown.map(({ currency, count }) => (
        <button
          key={currency}
          type="button"
          className={classes(styles.segment, currency === chosen && styles.chosen)}
          aria-pressed={currency === chosen}
          onClick={() => onChoose(nameOf(currency))}
        >
          {nameOf(currency)} <span className={styles.segmentCount}>{formatNumber(count)}</span>
        </button>
      ))}
      {rest.length > 0 ? (
        <PopoverMenu
          label={t('chart.currency')}
          placement="bottom end"
          entries={rest.map(({ currency, count }) => ({
            id: nameOf(currency),
            label: `${nameOf(currency)}, ${t('figure.deals', { count })}`,
            onAction: () => onChoose(nameOf(currency)),
          }))}
          trigger={
            <AriaButton className={styles.segment} aria-label={t('chart.moreCurrencies', { count: rest.length })}>
              +{rest.length}
            </AriaButton>
          }
        />
      ) : null}
    </div>
  )
}
