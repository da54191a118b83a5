/** `doctor`: is the workspace sound, and what to do where it is not. */
import { adviceFor, describeFailure, failureOf } from '../../../shared/failure'
import { exitCodes } from '../exit-code'
import type { Invocation } from '../invocation'
import type { Act, Program } from '../program'

interface Finding {
  readonly ok: boolean
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string; readonly advice: string | null }[]
}

export function addDoctorCommand(program: Program, act: Act): void {
  program
    .command('doctor')
    .description('check the workspace, and say what to do where something is wrong')
    .action(() =>
      act('doctor', async (invocation) => {
        const { out } = invocation
        const { ok, checks } = await examine(invocation)
        if (out.json) await out.document({ ok, checks: checks.map(({ name, ok: sound, detail, advice }) => ({ name, ok: sound, detail, advice })) })
        else {
          for (const check of checks) {
            await out.say(`${check.ok ? 'ok    ' : 'WRONG '} ${check.name}: ${check.detail}`)
            if (check.advice !== null) await out.say(`       ${check.advice}`)
          }
        }
        return ok ? exitCodes.done : exitCodes.workspace
      }),
    )
}

/** A mirror that can't be opened is a finding like others, and the one that matters most. */
async function examine(invocation: Invocation): Promise<Finding> {
  try {
    return await (await invocation.satchel()).request('doctor.run', {})
  } catch (error) {
    const failure = failureOf(error)
    if (failure?.kind !== 'mirror-unusable') throw error
    return { ok: false, checks: [{ name: 'mirror', ok: false, detail: describeFailure(failure), advice: adviceFor(failure) }] }
  }
}
