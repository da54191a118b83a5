/**
 * The page's content policy forbids making code of text, and the schema library tries once whether it may. It is told not to, before
 * any schema is made: so this is the first import of what follows the launch.
 */
import { config } from 'zod'

config({ jitless: true })
