/**
 * Who is meant by a word in a cell: an id, an e-mail, a domain or a name. Nobody is guessed: where two fit, the person chooses; where none
 * does, the cell says so.
 */
import type { Json } from '../../shared/model/json'
import type { Candidate } from '../../shared/model/import'
import type { ObjectType } from '../../shared/model/object-type'
import { isEmail } from './cell-values'
import type { Known, KnownRecords } from './known'
import type { Target } from '../../shared/model/import-targets'

export type Resolved =
  | { readonly kind: 'one'; readonly id: string }
  | { readonly kind: 'none'; readonly words: string }
  | { readonly kind: 'several'; readonly candidates: readonly Candidate[] }

const nouns: Readonly<Record<ObjectType, string>> = {
  contact: 'contact',
  company: 'company',
  deal: 'deal',
  event: 'activity',
  lead: 'lead',
  pipeline: 'pipeline',
  user: 'user',
}

/** `text` as it stands in the cell. */
export function resolveLink(known: KnownRecords, to: ObjectType, text: string): Resolved {
  const byId = known.byId(to, text)
  if (byId) return one(byId)
  const byAddress = isEmail(text)
    ? known.byKey(to, 'email', text)
    : to === 'company' && /^\S+\.\S+$/.test(text)
      ? known.byKey(to, 'domain', text)
      : []
  const found = byAddress.length > 0 ? byAddress : isEmail(text) ? [] : known.byKey(to, 'name', text)
  const [first, ...others] = found
  if (!first) return { kind: 'none', words: `a ${nouns[to]} that is here: by id, ${to === 'company' ? 'domain' : 'e-mail'} or name` }
  return others.length === 0 ? one(first) : { kind: 'several', candidates: found.map(candidateOf) }
}

function one({ id, remoteId }: Known): Resolved {
  return { kind: 'one', id: remoteId ?? id }
}

export function candidateOf({ id, name, fact }: Known): Candidate {
  return { id, name, fact }
}

/** Stages and pipelines are named by id or by name; a stage's name may stand in several pipelines. */
export function resolveStage(
  known: KnownRecords,
  target: Target,
  word: string,
  pipeline: string | null,
): { readonly value: Json } | { readonly words: string } {
  const isPipeline = target.path === 'pipelines'
  const same = (a: string): boolean => a.trim().toLowerCase() === word.trim().toLowerCase()
  if (isPipeline) {
    const found = new Map(
      known.stages.filter(({ pipeline: { id, name } }) => id === word || same(name ?? '')).map((each) => [each.pipeline.id, each.pipeline]),
    )
    const [only, ...more] = [...found.values()]
    if (only && more.length === 0) return { value: { id: only.id, ...(only.name === null ? {} : { name: only.name }) } }
    return { words: only ? `a pipeline by its id: several are called so` : 'a pipeline that is here' }
  }
  const inPipeline = known.stages.filter((stage) => pipeline === null || stage.pipeline.id === pipeline)
  const found = inPipeline.filter(({ id, name }) => id === word || same(name))
  const [only, ...more] = found
  if (only && more.length === 0) return { value: { id: only.id, name: only.name } }
  if (!only)
    return {
      words: `a stage that is here: ${inPipeline
        .map(({ name }) => name)
        .slice(0, 8)
        .join(', ')}`,
    }
  return { words: `a stage and its pipeline: ${more.length + 1} pipelines have a stage of this name` }
}
