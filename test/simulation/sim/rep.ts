/** What the rep does: each by the doors that the app has, written into the ledger when it was acknowledged. */
import { listDocuments } from '../../../src/main/mirror/lists'
import { listChanges } from '../../../src/main/mirror/outbox'
import { getRecord } from '../../../src/main/mirror/records'
import type { Answer } from '../../../src/shared/contract/client'
import { readField } from '../../../src/shared/model/field-path'
import type { Json, JsonObject } from '../../../src/shared/model/json'
import type { Change, ChangeState } from '../../../src/shared/sync/change'
import type { Reversal } from '../../../src/shared/sync/report'
import type { ModelServer } from '../model-server'
import type { VirtualWorld } from '../virtual-world'
import { entryKey, type Field, fieldsOf, isList, listAt, markOf, type Mirrored, mirrored, valueOf } from './fields'
import { isOf, keysOf, type Ledger, type Subject, type Typed } from './ledger'
import { connection, type Machine } from './machine'
import { Violation } from './judge'

export interface Rep {
  edit(random: () => number, howMany: number): Promise<void>
  create(random: () => number, linked: boolean): Promise<void>
  link(random: () => number): Promise<void>
  remove(random: () => number): Promise<void>
  undo(): Promise<void>
  move(operation: 'hold' | 'release' | 'discard' | 'restore' | 'reverse' | 'approve', random: () => number): Promise<void>
  /** Decides one conflict; `all`: every one, whichever way. */
  resolve(random: () => number): Promise<void>
  /** Gives every refused and held change another way to go, so that nothing is left that waits for a person. `patient`: refused ones get another try. */
  tidy(random: () => number, patient: boolean): Promise<void>
  /** Goes on while other things happen. */
  begin(operation: string, input: unknown): void
  open(): readonly Change[]
}

const unsettled: readonly ChangeState[] = ['waiting', 'held', 'pushing', 'rejected', 'conflict']

export interface RepParts {
  readonly machine: Machine
  readonly server: ModelServer
  readonly world: VirtualWorld
  readonly ledger: Ledger
  readonly note: (line: string) => void
  /** They keep to the first so many records of each type; null: to none in particular. */
  readonly desk: number | null
}

export function createRep({ machine, server, world, ledger, note, desk }: RepParts): Rep {
  let last = 0
  const of = connection.id

  const changes = (states: readonly ChangeState[]): readonly Change[] => listChanges(machine.db(), { connection: of, states })
  const open = (): readonly Change[] => changes(unsettled)
  const pick = <Item>(items: readonly Item[], random: () => number): Item | undefined => items[Math.floor(random() * items.length)]

  const documents = (object: Mirrored): readonly JsonObject[] =>
    listDocuments(machine.db(), { connection: of, object, where: [], search: '', sort: null, after: null, limit: 200, raw: false }).rows
  /** Those that the rep works on. */
  const onDesk = (object: Mirrored): readonly JsonObject[] => {
    if (desk === null) return documents(object)
    const others = new Set(
      server
        .records(object)
        .slice(desk)
        .map(({ id }) => id),
    )
    return documents(object).filter(({ id }) => !others.has(id))
  }

  /** Whatever a person does is done without waiting for a network. */
  const save = async (operation: string, input: unknown): Promise<Answer | 'died'> => {
    const asked = machine.ask(operation, input)
    if (!(await world.settle(asked))) throw new Error(`${operation} waits for something`)
    return asked
  }
  const isRefused = (answer: Answer | 'died'): boolean => {
    if (answer === 'died' || answer.ok) return false
    return 'failure' in answer.error && ['bad-input', 'not-found'].includes(answer.error.failure.kind)
  }
  const isDone = (answer: Answer | 'died'): answer is Answer & { readonly ok: true } => answer !== 'died' && answer.ok

  const say = (what: string, answer: Answer | 'died'): void => {
    const how = answer === 'died' ? '✝' : answer.ok ? '' : `✗ ${JSON.stringify(answer.error).slice(0, 160)}`
    note(`rep ${what} ${how}`)
  }

  /** A new value for the field, as an editor would send it: lists whole. */
  const compose = (document: JsonObject, field: Field, random: () => number): Pick<Typed, 'mark' | 'value' | 'tookOut'> => {
    if (random() < 0.08) return { mark: null, value: null, tookOut: keysOf(listAt(document, field.path)) }
    const list = listAt(document, field.path)
    const target = field.to && pick(documents(field.to), random)
    if (isList(field.kind) && list.length > 0 && (random() < 0.3 || (field.to && !target))) {
      const out = Math.floor(random() * list.length)
      return { mark: null, value: list.filter((_entry, index) => index !== out), tookOut: [entryKey(list[out] ?? null)] }
    }
    if (field.to) return { mark: null, value: target ? [...list, target['id'] ?? null] : list, tookOut: [] }
    const mark = markOf(field.kind, (last += 1), 'm')
    const value = valueOf(field.kind, mark)
    return { mark, value: isList(field.kind) ? [...list, value] : value, tookOut: [] }
  }

  /** After a save of that value: what the rep typed there before and is not in it any more was replaced by it. */
  const supersede = (subject: Subject, path: string, value: Json, fate: 'replaced' | 'unknown'): void => {
    const text = JSON.stringify(value)
    for (const each of ledger.of(subject, path)) {
      if (each.fate === 'live' && each.mark !== null && !text.includes(each.mark)) each.fate = fate
    }
  }

  const editFields = async (object: Mirrored, document: JsonObject, fields: readonly Field[], random: () => number): Promise<void> => {
    const id = String(document['id'])
    const subject = ledger.subjectOf(object, id)
    const edits = fields.map((field) => ({ field, ...compose(document, field, random) }))
    const set = edits.filter(({ value }) => value !== null).map(({ field, value }) => ({ path: field.path, value }))
    const unset = edits.filter(({ value }) => value === null).map(({ field }) => field.path)
    const answer = await save('records.edit', { connection: of, object, id, set, unset, batch: random() < 0.15 ? 'batch' : null })
    say(`edits ${object} ${id} ${JSON.stringify(set)}${unset.length > 0 ? ` clears ${unset.join(', ')}` : ''}`, answer)
    if (isRefused(answer)) {
      // What becomes of what was typed before is no reason not to take what is typed now.
      if (JSON.stringify(answer).includes('"where":"change '))
        throw new Violation('I1', `an edit of ${object} ${id} was not taken: ${JSON.stringify(answer)}`)
      return
    }
    for (const { field, mark, value, tookOut } of edits) {
      supersede(subject, field.path, value, isDone(answer) ? 'replaced' : 'unknown')
      const saw = [readField(document, field.path) ?? null]
      ledger.typed.push({ subject, path: field.path, mark, value, saw, tookOut, fate: isDone(answer) ? 'live' : 'unknown', arrived: false })
    }
  }

  /** The records that a choice was about, and everything typed in them. */
  const settleChoice = (about: readonly Change[], paths: readonly string[] | null): void => {
    const now = open()
    for (const change of about) {
      const subject = ledger.subjects.findLast((each) => isOf(change, each))
      const whole = change.kind !== 'update' || change.recordConflict !== null
      if (subject) ledger.chosen(subject, whole ? null : (paths ?? change.fields.map(({ path }) => path)), now)
    }
  }
  /** A choice that was not acknowledged may have been made or not. */
  const doubt = (about: readonly Change[]): void => {
    for (const change of about) for (const each of ledger.typed) if (isOf(change, each.subject)) each.fate = 'unknown'
  }

  const decide = async (change: Change, random: () => number): Promise<void> => {
    const subject = subjectOf(change)
    const base = machine.isUp() ? (getRecord(machine.db(), of, change.object, change.recordId)?.base ?? null) : null
    let take: 'mine' | 'theirs' | 'base' = random() < 0.6 ? 'mine' : random() < 0.7 || change.recordConflict !== null ? 'theirs' : 'base'
    if (change.recordConflict === 'may-already-exist') {
      // The rep looks there: records of that name.
      const made = server.effects.filter(({ kind, after }) => kind === 'create' && after?.['name'] === subject.name)
      const standing = made.filter(({ id }) => server.find(change.object, id) !== null)
      take = standing.length > 0 ? 'theirs' : 'mine'
      if (take === 'mine' && subject.name !== null) ledger.wanted.set(subject.name, made.length + 1)
    }
    const fields = change.recordConflict === null && random() < 0.2 ? change.fields.slice(0, 1).map(({ path }) => ({ path, decision: { take } })) : []
    const answer = await save('changes.resolve', { id: change.id, take: fields.length > 0 ? null : take, fields })
    say(`decides change ${change.id} (${change.recordConflict ?? change.fields.map(({ path }) => path).join(', ')}): ${take}`, answer)
    if (isRefused(answer)) return
    // Asked for or not: what was decided may be done.
    if (change.recordConflict === 'deleted-remotely' && take === 'mine') {
      // Until it is there anew, only our own id tells which one it is.
      subject.localId = change.recordId
      ledger.want(subject.name)
    }
    if (change.recordConflict === 'changed-since-delete' && take === 'mine' && base !== null) subject.deletions.push(base)
    for (const { path, conflict } of change.fields) {
      if (conflict === null) continue
      for (const each of ledger.of(subject, path)) each.saw.push(conflict.theirs, conflict.base)
      if (take === 'base') subject.wished.push({ path, value: conflict.base })
    }
    if (!isDone(answer) || !machine.isUp()) doubt([change])
    else if (take !== 'mine' || change.recordConflict !== null) settleChoice([change], fields.length > 0 ? fields.map(({ path }) => path) : null)
  }

  const rep: Rep = {
    open,
    async edit(random, howMany) {
      const object = pick(mirrored, random) ?? 'contact'
      const document = pick(onDesk(object), random)
      if (!document) return
      const fields = fieldsOf[object].filter(() => random() < 0.5).slice(0, howMany)
      if (fields.length > 0) await editFields(object, document, fields, random)
    },
    async create(random, linked) {
      const object = linked ? (random() < 0.5 ? 'contact' : 'deal') : (pick(mirrored, random) ?? 'contact')
      const name = `New ${markOf('text', (last += 1), 'm')}`
      const data: Record<string, Json> = { name }
      const entries: { readonly field: Field; readonly mark: string; readonly value: Json }[] = []
      for (const field of fieldsOf[object]) {
        if (field.to || field.path.includes('.') || random() < 0.6) continue
        const mark = markOf(field.kind, (last += 1), 'm')
        const value = isList(field.kind) ? [valueOf(field.kind, mark)] : valueOf(field.kind, mark)
        data[field.path] = value
        entries.push({ field, mark, value })
      }
      if (linked) {
        const field = fieldsOf[object].find(({ to }) => to !== undefined)
        const fresh = field?.to ? documents(field.to).filter(({ id }) => String(id).startsWith('new_')) : []
        const target = field?.to ? (pick(fresh, random) ?? pick(documents(field.to), random)) : undefined
        if (field && target) data[field.path] = [target['id'] ?? null]
      }
      const answer = await save('records.create', { connection: of, object, data, batch: random() < 0.15 ? 'batch' : null })
      say(`creates ${object} ${JSON.stringify(data)}`, answer)
      if (isRefused(answer)) return
      const localId = isDone(answer) ? (answer.value as Change).recordId : null
      const subject = ledger.made({ object, localId, name })
      const fate = isDone(answer) ? 'live' : 'unknown'
      const nameField = { path: 'name' as Field['path'], kind: 'text' as const }
      for (const { field, mark, value } of [...entries, { field: nameField, mark: name, value: name }])
        ledger.typed.push({ subject, path: field.path, mark, value, saw: [null], tookOut: [], fate, arrived: false })
    },
    async link(random) {
      const object = random() < 0.5 ? 'contact' : 'deal'
      const document = pick(documents(object), random)
      const field = fieldsOf[object].find(({ to }) => to !== undefined)
      if (document && field) await editFields(object, document, [field], random)
    },
    async remove(random) {
      const object = pick(mirrored, random) ?? 'contact'
      const document = pick(documents(object), random)
      if (!document) return
      const id = String(document['id'])
      const subject = ledger.subjectOf(object, id)
      const base = getRecord(machine.db(), of, object, id)?.base ?? null
      const answer = await save('records.delete', { connection: of, object, id, batch: null })
      say(`deletes ${object} ${id}`, answer)
      if (isRefused(answer)) return
      allowDeletion(subject, base)
      for (const each of ledger.of(subject)) if (each.fate === 'live') each.fate = isDone(answer) ? 'replaced' : 'unknown'
    },
    async undo() {
      const before = [...open(), ...changes(['discarded'])]
      const answer = await save('changes.undo', { connection: of })
      say(`undoes ${isDone(answer) ? JSON.stringify(answer.value) : ''}`, answer)
      if (isRefused(answer)) return
      if (!isDone(answer) || !machine.isUp()) return doubt(before)
      const undone = answer.value as { readonly object: Mirrored; readonly recordId: string; readonly paths: readonly string[] } | null
      if (undone === null) return
      const remoteId = getRecord(machine.db(), of, undone.object, undone.recordId)?.remoteId ?? null
      const subject = ledger.subjects.findLast((each) => each.localId === undone.recordId || (remoteId !== null && each.remoteId === remoteId))
      const record = subject ?? ledger.subjects.find((each) => before.some((change) => change.recordId === undone.recordId && isOf(change, each)))
      if (record) ledger.chosen(record, undone.paths.length === 0 ? null : undone.paths, open())
    },
    async move(operation, random) {
      const from: Readonly<Record<typeof operation, readonly ChangeState[]>> = {
        hold: ['waiting'],
        release: ['held', 'rejected'],
        discard: ['waiting', 'held', 'rejected', 'conflict'],
        restore: ['discarded'],
        reverse: ['pushed'],
        approve: ['waiting', 'held', 'rejected'],
      }
      const change = pick(changes(from[operation]), random)
      if (!change) return
      const ids = [change.id]
      const input = operation === 'approve' ? { connection: of, ids } : { ids }
      const before = operation === 'discard' ? open().filter(({ recordId }) => recordId === change.recordId) : [change]
      const base = getRecord(machine.db(), of, change.object, change.recordId)?.base ?? null
      const answer = await save(`changes.${operation}`, input)
      say(`${operation}s change ${change.id}`, answer)
      if (isRefused(answer)) return
      if (operation === 'restore') allowAgain(change, base)
      if (operation === 'reverse' && isDone(answer)) for (const made of (answer.value as Reversal).changes) allowReversal(made, base)
      if (operation === 'reverse' && !isDone(answer)) allowUnheardReversal(change, base)
      if (!isDone(answer) || !machine.isUp()) {
        if (operation === 'discard' || operation === 'restore') doubt(before)
      } else if (operation === 'discard' || operation === 'restore') settleChoice([change], null)
    },
    async resolve(random) {
      const change = pick(changes(['conflict']), random)
      if (change) await decide(change, random)
    },
    async tidy(random, patient) {
      for (const change of changes(['conflict'])) if (machine.isUp()) await decide(change, random)
      for (const change of changes(['held', 'rejected'])) {
        const operation = change.state === 'rejected' && (!patient || random() < 0.5) ? 'discard' : 'release'
        const answer = await save(`changes.${operation}`, { ids: [change.id] })
        say(`${operation}s change ${change.id} ${change.error?.message ?? ''}`, answer)
        if (isDone(answer) && machine.isUp() && operation === 'discard') settleChoice([change], null)
      }
    },
    begin(operation, input) {
      note(`rep asks for ${operation} ${JSON.stringify(input)}`)
      void machine.ask(operation, input).then((answer) => say(`has heard of ${operation}: ${JSON.stringify(answer).slice(0, 300)}`, 'died'))
    },
  }

  /** What comes back by the rep's wish may be sent again; `base`: what the CRM's record was known to be when the rep wished it. */
  function allowAgain(change: Change, base: JsonObject | null): void {
    const subject = subjectOf(change)
    if (change.kind === 'delete') allowDeletion(subject, base)
    for (const { path, new: value, old } of change.fields) {
      subject.wished.push({ path, value })
      for (const known of ledger.of(subject, path)) known.saw.push(old)
    }
  }

  /** A record that comes back is another one, which may be made, too. */
  function allowReversal(change: Change, base: JsonObject | null): void {
    const name = change.kind === 'create' ? change.fields.find(({ path }) => path === 'name')?.new : undefined
    if (name !== undefined) ledger.made({ object: change.object as Mirrored, localId: change.recordId, name: String(name) })
    allowAgain(change, base)
  }

  /** Of a reversal whose answer nobody heard it is known only what it would be: it may wait by now, or not. */
  function allowUnheardReversal(pushed: Change, base: JsonObject | null): void {
    const subject = subjectOf(pushed)
    if (pushed.kind === 'delete') ledger.want(subject.name)
    else if (pushed.kind === 'create') allowDeletion(subject, base)
    else for (const { path, old } of pushed.fields) subject.wished.push({ path, value: old })
  }

  function allowDeletion(subject: Subject, base: JsonObject | null): void {
    subject.deletedAt = world.now()
    if (base !== null) subject.deletions.push(base)
  }

  function subjectOf({ object, remoteId, recordId }: Change): Subject {
    return ledger.subjectOf(object as Mirrored, remoteId ?? recordId)
  }

  return rep
}
