/**
 * The measurements that reach into the engine, made into one file beside the built threads, which they start: sources as the
 * app runs them, not as a test runner would load them.
 */
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

const entries = { inside: './inside/main.ts', reading: './inside/reading-main.ts' } as const

/** Answers the file. */
export async function bundle(what: keyof typeof entries): Promise<string> {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL(entries[what], import.meta.url)),
      outDir: 'out/main',
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rollupOptions: { output: { format: 'es', entryFileNames: `bench-${what}.js`, codeSplitting: false } },
    },
  })
  return `${root}out/main/bench-${what}.js`
}
