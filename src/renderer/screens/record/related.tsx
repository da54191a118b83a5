/** The records that belong to this one, by kind, with a way to link another and to unlink one that this record names. */
import { useState } from 'react'
import type { FieldPath } from '../../../shared/model/field-path'
import { fieldAt } from '../../../shared/model/fields'
import type { ObjectType } from '../../../shared/model/object-type'
import type { RecordView, RelatedRecord } from '../../../shared/model/views'
import { useRelated } from '../../data/queries'
import { objectIcons } from '../../frame/navigation'
import { useText } from '../../messages/text'
import { Button } from '../../parts/button'
import { listOf } from '../../parts/diff/list-diff'
import { RecordSearch } from '../../parts/fields/relation-editor'
import { RecordLink } from '../../parts/fields/record-link'
import { Icon } from '../../parts/icon'
import styles from './related.module.css'
import shared from './record.module.css'
import { useSaveFields } from './use-save-fields'

const FIRST = 5
/** More than this is a list of its own. */
const MOST = 200

/** The kinds that a record of this type is linked to, and by which field of its own, if any. */
const kinds: readonly (readonly [ObjectType, string])[] = [
  ['company', 'company_ids'],
  ['contact', 'contact_ids'],
  ['deal', 'deal_ids'],
  ['lead', 'lead_ids'],
]

export function Related({ view }: { readonly view: RecordView }) {
  const t = useText()
  const { connection, object, id } = view
  const [limit, setLimit] = useState(FIRST)
  const { data = [] } = useRelated({ connection, object, id }, limit)
  const own = kinds.filter(([, path]) => fieldAt(object, path) !== null)
  const others = data.filter(
    (group) => group.object !== 'event' && group.object !== 'user' && group.object !== 'pipeline' && !own.some(([kind]) => kind === group.object),
  )
  const sections = [
    ...own.map(([kind, path]) => ({ kind, path, group: data.find((group) => group.object === kind) })),
    ...others.map((group) => ({ kind: group.object, path: null, group })),
  ]
  return (
    <>
      {sections.map(({ kind, path, group }) => (
        <RelatedSection
          key={kind}
          view={view}
          kind={kind}
          path={path}
          count={group?.count ?? 0}
          records={group?.records ?? []}
          onAll={limit === FIRST ? () => setLimit(MOST) : null}
        />
      ))}
      {sections.length === 0 ? <p className={shared.nothing}>{t('record.nothingRelated')}</p> : null}
    </>
  )
}

interface RelatedSectionProps {
  readonly view: RecordView
  readonly kind: ObjectType
  readonly path: string | null
  readonly count: number
  readonly records: readonly RelatedRecord[]
  readonly onAll: (() => void) | null
}

function RelatedSection({ view, kind, path, count, records, onAll }: RelatedSectionProps) {
  const t = useText()
  const save = useSaveFields(view)
  const [adding, setAdding] = useState(false)
  const linked = path === null ? [] : listOf(view.document[path]).filter((entry): entry is string => typeof entry === 'string')
  const link = (ids: readonly string[]): void => {
    if (path !== null) void save([{ path: path as FieldPath, value: ids.length > 0 ? ids : null }])
  }
  const title = t(`title.${kind}`)
  return (
    <section className={styles.related}>
      <header className={styles.relatedHead}>
        <h2>{title}</h2>
        <span>{count}</span>
        <span className={shared.grow} />
        {path === null ? null : (
          <Button
            kind="quiet"
            small
            icon={adding ? 'x' : 'plus'}
            label={t(adding ? 'action.cancel' : 'record.link', { objects: title.toLocaleLowerCase() })}
            onPress={() => setAdding(!adding)}
          />
        )}
      </header>
      {adding ? (
        <div className={styles.linking} onKeyDown={(event) => (event.key === 'Escape' && !event.defaultPrevented ? setAdding(false) : undefined)}>
          <RecordSearch
            label={t('record.link', { objects: title.toLocaleLowerCase() })}
            to={kind}
            taken={linked}
            autoFocus
            onPick={({ documentId }) => {
              setAdding(false)
              link([...linked, documentId])
            }}
          />
        </div>
      ) : null}
      {records.length === 0 && !adding ? <p className={shared.nothing}>{t('record.none', { objects: title.toLocaleLowerCase() })}</p> : null}
      <ul>
        {records.map((record) => {
          const named = linked.find((each) => each === record.remoteId || each === record.id)
          return (
            <li key={record.id} className={styles.relatedRow}>
              <Icon name={objectIcons[kind]} small />
              <span className={styles.relatedName}>
                <RecordLink connection={view.connection} object={kind} id={record.id} name={record.name} />
              </span>
              {record.fact === null ? null : <bdi className={styles.relatedFact}>{record.fact}</bdi>}
              {named === undefined ? null : (
                <span className={styles.unlink}>
                  <Button
                    kind="quiet"
                    small
                    icon="x"
                    label={t('editor.unlink', { name: record.name ?? t('value.noName') })}
                    onPress={() => link(linked.filter((each) => each !== named))}
                  />
                </span>
              )}
            </li>
          )
        })}
      </ul>
      {count > records.length && onAll ? (
        <Button kind="link" className={shared.all ?? ''} onPress={onAll}>
          {t('record.all', { count })}
        </Button>
      ) : null}
    </section>
  )
}
