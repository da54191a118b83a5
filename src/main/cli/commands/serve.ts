/** `serve`: the browser host, the app itself over loopback. */
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { parseWholeNumber } from '../arguments'
import type { Act, Program } from '../program'

export function addServeCommand(program: Program, act: Act): void {
  program
    .command('serve')
    .description('open the app in a browser on this computer; runs until stopped')
    .option('--port <n>', 'else any free one')
    .action(({ port }) =>
      act(
        'serve',
        async ({ around, out, engine }) => {
          const chosenPort = port === undefined ? null : parseWholeNumber('--port', port, { least: 0, most: 65_535 })
          const serving = await around.serve({ engine: await engine({ background: true }), port: chosenPort, note: (line) => void out.note(line) })
          const { stdin, stopped } = around
          // The address works once: Enter asks for another one.
          const keys = stdin.isTTY ? createInterface({ input: stdin }) : null
          try {
            if (out.json) await out.document({ url: serving.url })
            else
              await out.say('Satchel is open at', serving.url, ...(keys ? ['The address works once; press Enter for another, Ctrl-C to stop.'] : []))
            keys?.on('line', () => void (out.json ? out.document({ url: serving.newAddress() }) : out.say(serving.newAddress())))
            if (!stopped.aborted) await once(stopped, 'abort')
          } finally {
            keys?.close()
            await serving.close()
          }
        },
        { untilStopped: true },
      ),
    )
}
