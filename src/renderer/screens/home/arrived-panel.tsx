/** What the CRM changed last, as this copy heard of it. Who did it there, the CRM does not say. */
import { useConnection } from '../../data/queries'
import { useReport } from '../../data/reports'
import { useText } from '../../messages/text'
import type { EditableField } from '../../parts/fields/editable-field'
import { fieldLabel } from '../../parts/fields/labels'
import { formatWhen } from '../../parts/format'
import { Link } from '../../parts/link'
import { useNow } from '../../parts/use-now'
import { RecordName } from '../../parts/value'
import type { Scope } from '../reports/scope'
import styles from './home.module.css'

export function ArrivedPanel({ scope }: { readonly scope: Scope }) {
  const t = useText()
  const now = useNow()
  const crm = useConnection(scope.connection)?.name ?? ''
  const { data } = useReport('reports.arrived', { connection: scope.connection })
  const title = t('panel.arrived', { crm })
  return (
    <section className={styles.side} aria-label={title}>
      <header className={styles.sideHead}>
        <h2>{title}</h2>
      </header>
      {data?.length === 0 ? <p className={styles.sideEmpty}>{t('panel.arrived.empty')}</p> : null}
      <ul className={styles.lines}>
        {data?.map(({ id, object, name, paths, at }) => (
          <li key={id}>
            <Link to={{ at: 'record', connection: scope.connection, object, id }} className={styles.lineName}>
              <RecordName name={name} />
            </Link>
            <span className={styles.lineWords}>
              {t('panel.arrived.fields', {
                first: fieldLabel(t, object, { path: (paths[0] ?? '') as EditableField['path'], label: null }),
                more: paths.length - 1,
              })}
            </span>
            <span className={styles.lineTime}>{formatWhen(at, now)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
