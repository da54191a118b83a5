/**
 * The measurements that reach into the engine, made into one file beside the built threads, which they start: sources as the
 * app runs them, not as a test runner would load them.
 */
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Answers the file. `folder` stands beside this one and has a `main.ts`. */
export async function bundle(folder: 'inside' | 'reading' | 'reports'): Promise<string> {
  const file = `bench-${folder}.js`
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: fileURLToPath(new URL(`./${folder}/main.ts`, import.meta.url)),
      outDir: 'out/main',
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rollupOptions: { output: { format: 'es', entryFileNames: file, codeSplitting: false } },
    },
  })
  return `${root}out/main/${file}`
}
