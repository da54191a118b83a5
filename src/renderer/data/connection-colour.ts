/** The colour of a connection's tile, as a place among the five: the rep's own choice, else that of its place among the connections. */
import type { Connection } from '../../shared/model/views'
import { connectionColours } from '../../shared/settings'
import { useSettings } from './queries'

export function useColourPlace(): (connection: Pick<Connection, 'id'>, index: number) => number {
  const colours = useSettings().data?.appearance.colours ?? {}
  return ({ id }, index) => {
    const chosen = colours[id]
    return chosen === undefined ? index : connectionColours.indexOf(chosen)
  }
}
