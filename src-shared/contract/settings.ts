import * as z from 'zod'

/** What the user can choose, with its limits. Every value has a default, so an empty file is a whole one. */
export const SettingsSchema = z.object({
  /** Absolute path of the library folder; `null`: the one in Plumbline's own folder. */
  library: z.string().trim().min(1).nullable().default(null),
  /** True once the first run was gone through or skipped. */
  welcomed: z.boolean().default(false),
  activity: z
    .object({
      /** Days for which requests are kept. */
      keepDays: z.int().min(1).max(3650).default(30),
      keepRows: z.int().min(1_000).max(100_000_000).default(1_000_000),
      /** Keep requests and answers, not their sizes and times alone. */
      bodies: z.boolean().default(true),
      /** Hide what looks like a secret before it is written. */
      mask: z.boolean().default(true),
    })
    .prefault({}),
  cache: z
    .object({
      enabled: z.boolean().default(true),
      /** Seconds for which an answer is kept. */
      ttl: z.int().min(1).max(86_400).default(300),
    })
    .prefault({}),
  endpoint: z
    .object({
      /** The next free one is taken when it is not. */
      port: z.int().min(1024).max(65_535).default(9001),
      webSocket: z.boolean().default(true),
      tcp: z.boolean().default(false),
      tcpPort: z.int().min(1024).max(65_535).default(9002),
    })
    .prefault({}),
  window: z
    .object({
      theme: z.enum(['system', 'light', 'dark']).default('system'),
      /** False: single letters do nothing, for those whose tools type them. */
      letterKeys: z.boolean().default(true),
      notifications: z.boolean().default(true),
    })
    .prefault({}),
  connect: z
    .object({
      /** Clients whose entry is written again by itself when it was lost. */
      repair: z.array(z.string()).default([]),
    })
    .prefault({}),
})

/** All settings, defaults filled in. */
export type Settings = z.output<typeof SettingsSchema>

type Deep<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: Deep<T[K]> } : T

/** The settings to change; what is absent stays. */
export type SettingsChange = Deep<Settings>
