/** What a CRM says of itself, in sentences for people and as it was read for programs. */
import type { ObjectType } from '../../../shared/model/object-type'
import { type ObjectSupport, type SupportFact, supportFacts } from '../../../shared/sync/support'

/** A row a statement: the type, and what it allows. */
export function supportRows(support: readonly ObjectSupport[]): string[][] {
  return support.flatMap((each) => supportFacts(each).map((fact) => [each.object, sentence(each.object, fact)]))
}

export function supportJson(support: readonly ObjectSupport[]) {
  return support.map(({ object, methods, writes, listOptions, slow, told, ...rest }) => ({
    object,
    methods,
    required_fields: Object.keys(writes ?? {}).filter((field) => writes?.[field] === 'required'),
    read_only_fields: Object.keys(writes ?? {}).filter((field) => writes?.[field] === 'no'),
    list_options: listOptions,
    slow_fields: slow,
    webhook_events: told,
    says: supportFacts({ object, methods, writes, listOptions, slow, told, ...rest }).map((fact) => sentence(object, fact)),
  }))
}

function sentence(object: ObjectType, fact: SupportFact): string {
  switch (fact.kind) {
    case 'all':
      return object === 'user' ? 'reads them' : 'reads and writes them'
    case 'read-only':
      return object === 'user' ? 'reads them' : 'reads them, and writes none'
    case 'not-offered':
      return 'does not offer them'
    case 'no-create':
      return 'can’t create one'
    case 'no-update':
      return 'can’t change one'
    case 'no-remove':
      return 'can’t delete one'
    case 'no-changes-since':
      return 'can’t list what changed alone: every look reads the whole list'
    case 'required':
      return `needs ${fact.fields.join(', ')} for a new one`
    case 'not-written':
      return `does not take ${fact.fields.join(', ')}`
    case 'slow':
      return `is slow with ${fact.fields.join(', ')}`
    case 'list-needs':
      return `lists only with ${fact.options.join(', ')}`
  }
}
