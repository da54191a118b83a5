/** A process of its own that judges one mirror and says so in a line of JSON: `mirror-check FILE`. */
import { judgeMirror } from './mirror/judge'

console.log(JSON.stringify(judgeMirror(process.argv[2] ?? '')))
