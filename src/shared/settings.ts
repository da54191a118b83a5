/**
 * The settings of a workspace: what the rep set up, in one schema for all doors. They live in a file of their own, beside
 * the mirror, and hold no record and no secret.
 */
import { z } from 'zod'
import type { ConnectionId } from './model/ids'
import type { Json } from './model/json'
import { type PullScope, scopeSchema, wholeScope } from './model/scope'
import { defaultNotifications, notificationSettingsSchema } from './notifications'
import { type PushMode, pushModes } from './push-mode'

const json: z.ZodType<Json> = z.json()

export const connectionSchema = z.object({
  id: z
    .string()
    .min(1)
    .transform((id) => id as ConnectionId),
  name: z.string().min(1),
  connector: z.string().min(1),
  provider: z.string().min(1),
  url: z.string().min(1),
  connectionId: z.string().min(1),
  tokenEnv: z.string().nullable(),
  me: z.string().nullable(),
  sample: z.boolean(),
  // What an earlier version did not know of a connection.
  workspaceId: z.string().nullable().default(null),
  account: z.string().nullable().default(null),
  unlinked: z.boolean().default(false),
})

export const appearanceSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['compact', 'comfortable']),
  textSize: z.enum(['small', 'normal', 'large', 'largest']),
  /** Single letters act as keys while no text is typed. */
  letterKeys: z.boolean(),
})

const seconds = z.int().min(5).max(86_400)

export const syncSettingsSchema = z.object({
  /** Seconds between two polls of one object type while the app runs. */
  intervalSeconds: seconds,
})

/** A connection's tile; the letter in it tells connections apart, too. */
export const connectionColours = ['blue', 'orange', 'green', 'pink', 'olive'] as const
export type ConnectionColour = (typeof connectionColours)[number]
const colour = z.enum(connectionColours)

/** Whether changes wait to be reviewed, or go by themselves when their record has been still for a while. */
export { type PushMode, pushModes }
const pushMode = z.enum(pushModes)

export const pushSettingsSchema = z.object({
  mode: pushMode,
  /** Where a connection goes another way than the rest; by its id. */
  connections: z.record(z.string(), pushMode),
})

/** How webhooks are received. It changes through `webhooks.*` alone: a secret may go with it. */
export const webhookSettingsSchema = z.object({
  /** The app receives as long as it runs. */
  receive: z.boolean(),
  /** On this computer; what forwards to it has to know it, so it stays the same. */
  port: z.int().min(0).max(65_535),
  /** Where the CRM reaches the receiver: the rep's own tunnel or relay. Empty: nowhere yet. */
  address: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2000)]),
  /** Believe a signature by SHA-1 where there is no better one. */
  allowSha1: z.boolean(),
  /** By connection: the variable that holds its secret. */
  secretEnvs: z.record(z.string(), z.string()),
})

const defaultWebhooks: z.output<typeof webhookSettingsSchema> = { receive: false, port: 47_100, address: '', allowSha1: false, secretEnvs: {} }

export const settingsSchema = z.object({
  connections: z.array(connectionSchema),
  // What an earlier version did not know yet begins as usual. Not in the schema above: a patch must not set what it does not name.
  appearance: appearanceSchema.extend({
    textSize: appearanceSchema.shape.textSize.default('normal'),
    letterKeys: appearanceSchema.shape.letterKeys.default(true),
    /** By the connection's id; one that is not named has the colour of its place. */
    colours: z.record(z.string(), colour).default({}),
  }),
  sync: syncSettingsSchema.extend({
    /** Where a connection is asked more often or less often than the rest; by its id. */
    connections: z.record(z.string(), seconds).default({}),
  }),
  push: pushSettingsSchema,
  webhooks: webhookSettingsSchema.default(defaultWebhooks),
  /** What is kept of a connection, by its id; all of one that is not named. */
  scopes: z.record(z.string(), scopeSchema).default({}),
  notifications: notificationSettingsSchema.default(defaultNotifications),
  /** What the rep left: per list its sort, widths, last place. Keys and values are the interface's own. */
  interface: z.record(z.string(), json),
})

export type Settings = z.output<typeof settingsSchema>

/** What an interface may change; connections change through `connections.*` alone. */
export const settingsPatchSchema = z.object({
  appearance: appearanceSchema
    .partial()
    /** Null: that of its place again. */
    .extend({ colours: z.record(z.string(), colour.nullable()).optional() })
    .optional(),
  sync: syncSettingsSchema
    .partial()
    /** Null: as the rest. */
    .extend({ connections: z.record(z.string(), seconds.nullable()).optional() })
    .optional(),
  notifications: notificationSettingsSchema.partial().optional(),
  push: z
    .object({
      mode: pushMode.optional(),
      /** Null: as the rest. */
      connections: z.record(z.string(), pushMode.nullable()).optional(),
    })
    .optional(),
  /** By name; null forgets it. */
  interface: z.record(z.string(), json).optional(),
})

export type SettingsPatch = z.output<typeof settingsPatchSchema>

export const defaultSettings: Settings = {
  connections: [],
  appearance: { theme: 'system', density: 'compact', textSize: 'normal', letterKeys: true, colours: {} },
  sync: { intervalSeconds: 60, connections: {} },
  push: { mode: 'review', connections: {} },
  webhooks: defaultWebhooks,
  scopes: {},
  notifications: defaultNotifications,
  interface: {},
}

export function applySettingsPatch(settings: Settings, patch: SettingsPatch): Settings {
  return {
    ...settings,
    appearance: applyColours(settings.appearance, patch.appearance ?? {}),
    sync: applySync(settings.sync, patch.sync ?? {}),
    notifications: { ...settings.notifications, ...definedOnly(patch.notifications ?? {}) },
    push: applyPushPatch(settings.push, patch.push ?? {}),
    interface: withoutNulls({ ...settings.interface, ...patch.interface }),
  }
}

export function pushModeOf({ push }: Settings, connection: ConnectionId): PushMode {
  return push.connections[connection] ?? push.mode
}

export function scopeOf({ scopes }: Settings, connection: ConnectionId): PullScope {
  return scopes[connection] ?? wholeScope
}

/** Seconds between two polls of this connection. */
export function intervalSecondsOf(sync: Pick<Settings['sync'], 'intervalSeconds'> & Partial<Settings['sync']>, connection: ConnectionId): number {
  return sync.connections?.[connection] ?? sync.intervalSeconds
}

function applyColours(appearance: Settings['appearance'], { colours, ...rest }: NonNullable<SettingsPatch['appearance']>): Settings['appearance'] {
  return { ...appearance, ...definedOnly(rest), colours: overlaid(appearance.colours, colours) }
}

function applySync(sync: Settings['sync'], { intervalSeconds, connections }: NonNullable<SettingsPatch['sync']>): Settings['sync'] {
  return { intervalSeconds: intervalSeconds ?? sync.intervalSeconds, connections: overlaid(sync.connections, connections) }
}

/** By id; null takes one away. */
function overlaid<Value>(before: Readonly<Record<string, Value>>, patch: Readonly<Record<string, Value | null>> = {}): Record<string, Value> {
  return Object.fromEntries(Object.entries({ ...before, ...patch }).flatMap(([id, each]) => (each === null ? [] : [[id, each] as const])))
}

function applyPushPatch(push: Settings['push'], { mode, connections }: NonNullable<SettingsPatch['push']>): Settings['push'] {
  return { mode: mode ?? push.mode, connections: overlaid(push.connections, connections) }
}

function definedOnly<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>
  }
}

function withoutNulls(record: Settings['interface']): Settings['interface'] {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null))
}
