/** What would become of each row: kinds to filter by, those that need somebody first, cells that can be corrected in place. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RowKind, RowPlan } from '../../../shared/model/import'
import { useSatchel } from '../../data/satchel'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { PreviewFilter } from './preview-filter'
import { findTarget } from '../../../shared/model/import-targets'
import { type PreviewColumn, PreviewRow } from './preview-row'
import styles from './preview.module.css'
import { targetLabel } from './target-options'
import type { Correction, OpenImport } from './use-import'

/** A screenful and some more: a page of rows is there at once, however long the file. */
const PAGE_ROWS = 100

export interface PreviewProps {
  readonly open: OpenImport
  readonly onCorrect: (correction: Correction) => Promise<RowPlan | null>
}

export function Preview({ open, onCorrect }: PreviewProps) {
  const t = useText()
  const satchel = useSatchel()
  const [kind, setKind] = useState<RowKind | null>(null)
  const [offset, setOffset] = useState(0)
  const { counts, guess, settings } = open
  // Rows that were corrected since the page was read, by their number.
  const [corrected, setCorrected] = useState<{ readonly version: number; readonly rows: ReadonlyMap<number, RowPlan> }>({
    version: 0,
    rows: new Map(),
  })
  const page = useQuery({
    queryKey: ['import', open.id, open.version, kind, offset],
    queryFn: () => satchel.request('imports.rows', { id: open.id, kind, offset, limit: PAGE_ROWS }),
    enabled: counts !== null,
    gcTime: 0,
  })
  const nameColumn = settings.mapping.find(({ target }) => target === 'name' || target === 'name:last-first')?.column ?? null
  const columns = settings.mapping.flatMap(({ column, target }): readonly PreviewColumn[] => {
    const meant = target === null || column === nameColumn ? null : findTarget(settings.object, target)
    return meant ? [{ column, path: meant.path, label: targetLabel(t, settings.object, meant.text, guess.customFields) }] : []
  })
  const rows = (page.data?.rows ?? []).map((row) => (corrected.version === open.version ? (corrected.rows.get(row.row) ?? row) : row))
  const total = page.data?.total ?? 0
  const take = async (correction: Correction): Promise<void> => {
    const plan = await onCorrect(correction)
    if (plan)
      setCorrected((before) => ({
        version: open.version,
        rows: new Map([...(before.version === open.version ? before.rows : []), [plan.row, plan]]),
      }))
  }
  return (
    <section className={styles.preview} aria-label={t('import.preview')}>
      <div className={styles.head}>
        <h2 className={styles.title}>{t('import.preview')}</h2>
        <PreviewFilter
          counts={counts}
          kind={kind}
          onChange={(next) => {
            setKind(next)
            setOffset(0)
          }}
        />
      </div>
      <div className={styles.box} role="region" aria-label={t('import.preview')} tabIndex={0} aria-busy={counts === null}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col" className={styles.number}>
                {t('import.row')}
              </th>
              <th scope="col">{t('import.willBe')}</th>
              <th scope="col">{t('import.name')}</th>
              {columns.map(({ column, label }) => (
                <th key={column} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <PreviewRow key={row.row} plan={row} columns={columns} nameColumn={nameColumn} onCorrect={take} />
            ))}
          </tbody>
        </table>
        {counts !== null && page.data && rows.length === 0 ? <p className={styles.none}>{t('import.noRows')}</p> : null}
      </div>
      {total > PAGE_ROWS ? (
        <div className={styles.foot}>
          <Button
            small
            icon="left"
            label={t('import.earlier')}
            reason={offset === 0 ? t('import.noRows') : null}
            onPress={() => setOffset(offset - PAGE_ROWS)}
          />
          <span>{t('import.page', { from: offset + 1, to: Math.min(total, offset + PAGE_ROWS), total })}</span>
          <Button
            small
            icon="right"
            label={t('import.later')}
            reason={offset + PAGE_ROWS >= total ? t('import.noRows') : null}
            onPress={() => setOffset(offset + PAGE_ROWS)}
          />
        </div>
      ) : null}
    </section>
  )
}
