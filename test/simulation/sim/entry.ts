/** What the bundle of the simulation offers: `bundle.ts` makes it, with stand-ins under the engine and, where asked for, a planted bug in it. */
import '../outside/timers'

export { planOf, shortPlan } from './plan'
export { runPlan } from './run'
