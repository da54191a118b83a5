/**
 * One door to all services: finds the operation, checks what came in against its schema, and answers in the form of the
 * contract. Both threads and every shell go through here, so nothing reaches a service unchecked.
 */
import type { Answer } from '../../shared/contract/client'
import type { Handlers } from '../../shared/contract/operation'
import { type OperationName, operations, type SatchelOperations } from '../../shared/contract/operations'
import { FailureError, preview } from '../../shared/failure'
import { answerOf } from '../thread-rpc'

/** Operations by who answers them. */
export type NameOf<Mode extends 'query' | 'command'> = {
  [Name in OperationName]: SatchelOperations[Name]['mode'] extends Mode ? Name : never
}[OperationName]

export type QueryHandlers = Handlers<Pick<SatchelOperations, NameOf<'query'>>>
export type CommandHandlers = Handlers<Pick<SatchelOperations, NameOf<'command'>>>

export function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}

/** Answers one request. An operation that is not among the handlers is bad input, as an unknown one is. */
export function dispatch(handlers: QueryHandlers | CommandHandlers, name: string, input: unknown): Promise<Answer> {
  return answerOf(() => {
    if (!isOperation(name) || !Object.hasOwn(handlers, name)) {
      throw new FailureError({ kind: 'bad-input', where: 'operation', expected: 'one of the contract', got: preview(name) })
    }
    const checked = operations[name].input.safeParse(input)
    if (!checked.success) {
      const issue = checked.error.issues[0]
      const where = [name, ...(issue?.path ?? [])].join('.')
      throw new FailureError({
        kind: 'bad-input',
        where,
        expected: issue?.message ?? 'something else',
        got: preview(valueAt(input, issue?.path ?? [])),
      })
    }
    // The table ties each handler to its schema; here the name is only known at run time.
    return (handlers as Readonly<Record<string, (input: unknown) => unknown>>)[name]?.(checked.data)
  })
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value
  for (const key of path) inner = typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined
  return inner
}
