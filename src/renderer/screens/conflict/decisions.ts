/**
 * What has been decided of a conflict, and what would come of it.
 *
 * The parts of a name are one question, and so are stage, pipeline, amount and currency of a deal: they belong together, and a
 * mix of two sides would be a value that nobody ever wanted.
 */
import { fieldAt } from '../../../shared/model/fields'
import type { Json } from '../../../shared/model/json'
import type { ObjectType } from '../../../shared/model/object-type'
import type { Change, ChangedField, Decision } from '../../../shared/sync/change'

export interface DisputedField extends ChangedField {
  readonly conflict: NonNullable<ChangedField['conflict']>
}

/** One question to the rep: a field, or several that are decided as one. */
export interface Question {
  readonly key: string
  readonly fields: readonly DisputedField[]
}

export type Decisions = ReadonlyMap<string, Decision>

export function questionsOf(change: Pick<Change, 'object' | 'fields'>): readonly Question[] {
  const questions = new Map<string, DisputedField[]>()
  for (const field of change.fields) {
    if (field.conflict === null) continue
    const key = unitOf(change.object, field.path) ?? field.path
    const disputed = { ...field, conflict: field.conflict }
    questions.set(key, [...(questions.get(key) ?? []), disputed])
  }
  return [...questions].map(([key, fields]) => ({ key, fields }))
}

function unitOf(object: ObjectType, path: string): string | null {
  const unit = fieldAt(object, path)?.unit
  return unit === undefined ? null : `unit ${unit}`
}

/** The fields of the same record that only the rep changed: they were parted from the conflict and go without an answer. */
export function ownBeside(
  change: Pick<Change, 'id' | 'recordId'>,
  open: readonly Pick<Change, 'id' | 'recordId' | 'state' | 'fields'>[],
): readonly string[] {
  const beside = open.filter(({ id, recordId, state }) => id !== change.id && recordId === change.recordId && state === 'waiting')
  return [...new Set(beside.flatMap(({ fields }) => fields.map(({ path }) => path)))]
}

/** What an earlier visit left decided. */
export function keptDecisions(questions: readonly Question[]): Decisions {
  return new Map(
    questions.flatMap(({ fields }) => fields.flatMap(({ path, conflict }) => (conflict.decided === null ? [] : [[path, conflict.decided] as const]))),
  )
}

/** The same side for every field of the question. */
export function decide(decisions: Decisions, question: Question, take: 'mine' | 'theirs' | 'base'): Decisions {
  return new Map([...decisions, ...question.fields.map(({ path }) => [path, { take }] as const)])
}

/** A value of the rep's own for one field; the others of its question keep what they would have, as values. */
export function decideOwn(decisions: Decisions, question: Question, path: string, value: Json): Decisions {
  const own = question.fields.map(
    (field) =>
      [
        field.path,
        { take: 'value', value: field.path === path ? value : (resultOf(field, decisions) ?? { value: field.conflict.mine }).value },
      ] as const,
  )
  return new Map([...decisions, ...own])
}

export function isDecided(decisions: Decisions, question: Question): boolean {
  return question.fields.every(({ path }) => decisions.has(path))
}

/** The side that the whole question takes; `value` for one's own, null while it is open. */
export function sideOf(decisions: Decisions, question: Question): Decision['take'] | null {
  const sides = new Set(question.fields.map(({ path }) => decisions.get(path)?.take ?? null))
  return sides.size === 1 ? ([...sides][0] ?? null) : isDecided(decisions, question) ? 'value' : null
}

/** What the field would hold; null while it is open. */
export function resultOf(field: DisputedField, decisions: Decisions): { readonly value: Json } | null {
  const decision = decisions.get(field.path)
  if (!decision) return null
  return { value: decision.take === 'value' ? decision.value : field.conflict[decision.take] }
}

/** In the form in which the engine takes them: decided questions only, whole. */
export function decisionsToSend(decisions: Decisions, questions: readonly Question[]): { path: string; decision: Decision }[] {
  return questions
    .filter((question) => isDecided(decisions, question))
    .flatMap(({ fields }) =>
      fields.flatMap(({ path }) => {
        const decision = decisions.get(path)
        return decision ? [{ path, decision }] : []
      }),
    )
}
