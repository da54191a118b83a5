import { mkdtempSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { bundleSimulation, loadSimulation } from './bundle.ts'
const [from, count, trace] = process.argv.slice(2)
const t0 = performance.now()
const sim = await loadSimulation(await bundleSimulation())
console.log('bundled', performance.now() - t0)
const base = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : '/tmp', 'satchel-sim-'))
const t1 = performance.now()
const c0 = process.cpuUsage()
let bad = 0
for (let seed = Number(from); seed < Number(from) + Number(count); seed++) {
  const r = await sim.runPlan(sim.planOf(seed), { folder: join(base, String(seed)), trace: trace !== undefined })
  if (trace) console.log(r.trace.join('\n'))
  if (r.violation) {
    bad++
    console.log(seed, r.violation.slice(0, 600))
  }
}
const c = process.cpuUsage(c0)
console.log('bad', bad, 'ms/seed', (performance.now() - t1) / Number(count), 'cpu', (c.user + c.system) / 1000 / Number(count))
process.exit(0)
