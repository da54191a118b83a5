/** What a test does behind the CRM's back, in the CRM's own ids. */
import type { JsonObject } from '../../../shared/model/json'
import type { ColleagueEdit, Controls } from '../controls'
import type { Translator } from './translate'

export function profiledControls(controls: Controls, translator: Translator): Controls {
  const { idIn, idOut, recordIn, recordOut } = translator
  const editIn = (edit: ColleagueEdit): ColleagueEdit => {
    if ('create' in edit) return { ...edit, create: recordIn(edit.object, edit.create) }
    const id = edit.id.map((each) => idIn(edit.object, each))
    return 'patch' in edit ? { ...edit, id, patch: recordIn(edit.object, edit.patch) } : { ...edit, id }
  }
  return {
    ...controls,
    edit(edit) {
      // Named before it is done: the type of a deleted event is not to be had any more.
      const named = 'create' in edit ? null : edit.id
      const ids = controls.edit(editIn(edit))
      return named ?? ids.map((id) => idOut(edit.object, id))
    },
    effects: (since) =>
      controls.effects(since).map((effect) => {
        const side = (name: 'before' | 'after'): JsonObject =>
          recordOut(effect.object, Object.fromEntries(Object.entries(effect.changed).map(([field, values]) => [field, values[name]])))
        const [before, after] = [side('before'), side('after')]
        const changed = Object.fromEntries(
          Object.keys(effect.changed).map((field) => [field, { before: before[field] ?? null, after: after[field] ?? null }]),
        )
        return { ...effect, id: idOut(effect.object, effect.id), changed }
      }),
    find(object, id) {
      const record = controls.find(object, idIn(object, id))
      return record && recordOut(object, record)
    },
    all: (object) => controls.all(object).map((record) => recordOut(object, record)),
  }
}
