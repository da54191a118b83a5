/** Whose deals, of which pipeline: the chips that the board, Home and Analytics share. */
import type { ConnectionId } from '../../shared/model/ids'
import { textOf } from '../../shared/model/record'
import type { Pipeline } from '../../shared/model/reports'
import { useDocuments } from '../data/queries'
import { useText } from '../messages/text'
import { ChoiceChip } from './choice-chip'

export interface PipelineChipProps {
  readonly pipelines: readonly Pipeline[]
  /** Null: all of them. */
  readonly chosen: string | null
  readonly all?: boolean
  readonly onChoose: (pipeline: string | null) => void
}

/** Nothing where there is no choice. */
export function PipelineChip({ pipelines, chosen, all = false, onChoose }: PipelineChipProps) {
  const t = useText()
  if (pipelines.length < 2) return null
  const nameOf = (pipeline: Pipeline | undefined): string => pipeline?.name ?? t('report.pipeline.all')
  return (
    <ChoiceChip
      label={t('report.pipeline')}
      value={nameOf(pipelines.find(({ id }) => id === chosen))}
      entries={[
        ...(all ? [{ id: ' all', label: t('report.pipeline.all'), current: chosen === null, onAction: () => onChoose(null) }] : []),
        ...pipelines.map((pipeline) => ({
          id: pipeline.id,
          label: nameOf(pipeline),
          current: pipeline.id === chosen,
          onAction: () => onChoose(pipeline.id),
        })),
      ]}
    />
  )
}

export interface OwnerChipProps {
  readonly connection: ConnectionId
  /** As in the address: the CRM's id of a user, `me`, or null for everybody. */
  readonly chosen: string | null
  /** The rep's own id; null where nobody knows. */
  readonly me: string | null
  readonly onChoose: (owner: string | null) => void
}

export function OwnerChip({ connection, chosen, me, onChoose }: OwnerChipProps) {
  const t = useText()
  const users = useDocuments(connection, 'user').data ?? []
  const others = users.flatMap((user) => {
    const id = textOf(user, 'id')
    return id === null ? [] : [{ id, name: textOf(user, 'name') ?? id }]
  })
  const value =
    chosen === null ? t('report.owner.anyone') : chosen === 'me' ? t('report.owner.me') : (others.find(({ id }) => id === chosen)?.name ?? chosen)
  return (
    <ChoiceChip
      label={t('report.owner')}
      value={value}
      entries={[
        { id: ' anyone', label: t('report.owner.anyone'), current: chosen === null, onAction: () => onChoose(null) },
        ...(me === null ? [] : [{ id: ' me', label: t('report.owner.me'), current: chosen === 'me', onAction: () => onChoose('me') }]),
        ...(others.length > 0 ? (['line'] as const) : []),
        ...others.map(({ id, name }) => ({ id, label: name, current: id === chosen, onAction: () => onChoose(id) })),
      ]}
    />
  )
}
