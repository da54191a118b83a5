/** What a column of the board is called: a stage, a person or a month. */
import type { BoardGroup, Stage } from '../../../shared/model/reports'
import type { Text } from '../../messages/text'
import { formatWholeMonth } from '../../parts/format'

export function columnName(t: Text, groupBy: BoardGroup, { id, name }: Pick<Stage, 'id' | 'name'>): string {
  switch (groupBy) {
    case 'stage':
      return name ?? (id === '' ? t('board.noStage') : id)
    case 'owner':
      return name ?? (id === '' ? t('board.noOwner') : id)
    case 'month':
      return id === '' ? t('board.noMonth') : formatWholeMonth(id)
  }
}
