/** The shape of one entry of the contract: a schema for what goes in, a type for what comes out. */
import type { z } from 'zod'

export interface Operation<Input extends z.ZodType, Output> {
  /** Checked on arrival, in either shell. */
  readonly input: Input
  /** A `query` is answered from the mirror, by a thread that never waits for a sync; a `command` by the engine. */
  readonly mode: 'query' | 'command'
  /** Never set: carries the type of the answer. */
  readonly output?: Output
}

export type Operations = Readonly<Record<string, Operation<z.ZodType, unknown>>>
export type InputOf<Entry> = Entry extends Operation<infer Input, unknown> ? z.input<Input> : never
export type CheckedInputOf<Entry> = Entry extends Operation<infer Input, unknown> ? z.output<Input> : never
export type OutputOf<Entry> = Entry extends Operation<z.ZodType, infer Output> ? Output : never

/** One handler an operation: a missing, extra or misshapen one does not compile. */
export type Handlers<Table extends Operations> = {
  readonly [Name in keyof Table]: (input: CheckedInputOf<Table[Name]>) => OutputOf<Table[Name]> | Promise<OutputOf<Table[Name]>>
}

export function query<Output>() {
  return <Input extends z.ZodType>(input: Input): Operation<Input, Output> & { readonly mode: 'query' } => ({ input, mode: 'query' })
}

export function command<Output>() {
  return <Input extends z.ZodType>(input: Input): Operation<Input, Output> & { readonly mode: 'command' } => ({ input, mode: 'command' })
}
