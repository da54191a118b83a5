/** One process for what is asked of a large mirror: `node bench-reading.js MIRROR` prints the figures. */
import { measureReading } from './reading'

process.stdout.write(`${JSON.stringify(measureReading(process.argv[2] ?? ''))}\n`)
