/** The shape of each outcome: a triangle needs somebody, a plus is new, a pen changes. */
import type { RowKind } from '../../../shared/model/import'
import { Icon, type IconName } from '../../parts/icon'
import { Mark } from '../../parts/mark'

const icons: Readonly<Record<Exclude<RowKind, 'error'>, IconName>> = {
  choose: 'info',
  new: 'plus',
  changes: 'edit',
  twice: 'copy',
  unchanged: 'check',
  skipped: 'minus',
}

export function KindMark({ kind }: { readonly kind: RowKind }) {
  return kind === 'error' ? <Mark name="rejected" label={null} /> : <Icon name={icons[kind]} small />
}
