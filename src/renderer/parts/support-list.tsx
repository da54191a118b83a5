/** What a CRM allows, in plain words: a line a type of record. */
import type { FieldPath } from '../../shared/model/field-path'
import { objectTypes } from '../../shared/model/object-type'
import { type ObjectSupport, type SupportFact, supportFacts } from '../../shared/sync/support'
import { type Text, useText } from '../messages/text'
import { fieldLabel } from './fields/labels'
import styles from './support-list.module.css'

export function SupportList({ support }: { readonly support: readonly ObjectSupport[] }) {
  const t = useText()
  // People come along with every type and are never written: nothing to say of them.
  const shown = objectTypes.flatMap((object) => (object === 'user' ? [] : (support.find((each) => each.object === object) ?? [])))
  return (
    <dl className={styles.list}>
      {shown.map((each) => (
        <div key={each.object} className={styles.row}>
          <dt className={styles.object}>{t(`title.${each.object}`)}</dt>
          <dd className={styles.facts}>
            {supportFacts(each)
              .map((fact) => factWords(t, each, fact))
              .join(' · ')}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function factWords(t: Text, { object }: ObjectSupport, fact: SupportFact): string {
  switch (fact.kind) {
    case 'required':
    case 'not-written':
    case 'slow':
      return t(`support.${fact.kind}`, {
        fields: fact.fields.map((field) => fieldLabel(t, object, { path: field as FieldPath, label: null })).join(', '),
      })
    case 'list-needs':
      return t('support.list-needs', { fields: fact.options.join(', ') })
    default:
      return t(`support.${fact.kind}`)
  }
}
