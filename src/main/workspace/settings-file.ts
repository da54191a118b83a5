/**
 * The settings outside Electron: the same file, in the same form, that the window's shell keeps with electron-store, written
 * by the library that electron-store is built on.
 */
import Conf from 'conf'
import { fail } from '../../shared/failure'
import { defaultSettings, type Settings, settingsSchema } from '../../shared/settings'

export interface SettingsStore {
  read(): Settings
  write(settings: Settings): void
}

/** What the two libraries have in common, as far as we use it. */
interface SettingsFile {
  readonly path: string
  store: Record<string, unknown>
}

export function openSettingsFile(folder: string): SettingsStore {
  // Not watched: one process a workspace writes it, and the engine holds what it read.
  return settingsStoreOver(
    () => new Conf<Record<string, unknown>>({ cwd: folder, configName: 'settings', projectName: 'Satchel', configFileMode: 0o600 }),
  )
}

/**
 * A settings store over a file of conf or electron-store. A file that can't be read is reported, never replaced: it holds the
 * rep's connections.
 */
export function settingsStoreOver(open: () => SettingsFile): SettingsStore {
  let file: SettingsFile | null = null
  const opened = (): SettingsFile => {
    try {
      file ??= open()
      return file
    } catch (error) {
      return fail({ kind: 'storage', file: 'settings.json', detail: error instanceof Error ? error.message : String(error) }, { cause: error })
    }
  }
  return {
    read() {
      const { store, path } = opened()
      const parsed = settingsSchema.safeParse({ ...defaultSettings, ...store })
      if (parsed.success) return parsed.data
      const issue = parsed.error.issues[0]
      return fail({
        kind: 'bad-input',
        where: path,
        expected: issue?.message ?? 'settings',
        got: `something else at ${issue?.path.join('.') ?? 'its top'}`,
      })
    },
    write(settings) {
      const target = opened()
      try {
        target.store = { ...settings }
      } catch (error) {
        fail({ kind: 'storage', file: target.path, detail: error instanceof Error ? error.message : String(error) }, { cause: error })
      }
    },
  }
}
