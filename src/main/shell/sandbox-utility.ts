/** The sandbox CRM beside the window: a utility process, since a packaged Electron app runs no plain Node. */
import { fileURLToPath } from 'node:url'
import { utilityProcess } from 'electron'
import { FailureError } from '../../shared/failure'
import { parseSandboxAnnouncement, sandboxArguments, type SandboxStarter } from '../workspace/sandbox-process'

export const startSandboxUtility: SandboxStarter = (request) => {
  const entry = fileURLToPath(new URL('./sandbox.js', import.meta.url))
  // A utility process ends with us by itself, and has no input whose end it could see.
  const args = sandboxArguments(request).filter((argument) => argument !== '--exit-with-parent')
  const child = utilityProcess.fork(entry, args, { stdio: 'pipe', env: {}, execArgv: [], serviceName: 'Satchel sample CRM' })
  const exited = new Promise<number>((resolve) => child.once('exit', resolve))
  return new Promise((resolve, reject) => {
    let output = ''
    let complaints = ''
    void exited.then((code) =>
      reject(new FailureError({ kind: 'unreachable', host: 'the sandbox', detail: complaints.trim() || `it ended with ${code}`, retryAt: null })),
    )
    child.stderr?.on('data', (chunk: Buffer) => {
      complaints = (complaints + chunk.toString()).slice(-2000)
    })
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const lines = output.split('\n')
      output = lines.pop() ?? ''
      const announced = lines.map(parseSandboxAnnouncement).find((line) => line !== null)
      if (announced) {
        resolve({
          ...announced,
          async stop() {
            child.kill()
            await exited
          },
        })
      }
    })
  })
}
