import * as z from 'zod'

/** The settings with their limits. Every value has a default, so an empty object is valid. */
export const SettingsSchema = z.object({
  /** Absolute path of the library folder; `null` for the library in Plumbline's own folder. */
  library: z.string().trim().min(1).nullable().default(null),
  /** True after the first-run dialog was completed or skipped. */
  welcomed: z.boolean().default(false),
  activity: z
    .object({
      /** Days for which requests are stored. */
      keepDays: z.int().min(1).max(3650).default(30),
      keepRows: z.int().min(1_000).max(100_000_000).default(1_000_000),
      /** True to store the content of requests and answers, not only their sizes and times. */
      bodies: z.boolean().default(true),
      /** True to mask text that looks like a secret before it is stored. */
      mask: z.boolean().default(true),
    })
    .prefault({}),
  cache: z
    .object({
      enabled: z.boolean().default(true),
      /** Seconds for which a response is cached. */
      ttl: z.int().min(1).max(86_400).default(300),
    })
    .prefault({}),
  endpoint: z
    .object({
      /** If this port is in use, the next free one is used. */
      port: z.int().min(1024).max(65_535).default(9001),
      webSocket: z.boolean().default(true),
      tcp: z.boolean().default(false),
      tcpPort: z.int().min(1024).max(65_535).default(9002),
    })
    .prefault({}),
  window: z
    .object({
      theme: z.enum(['system', 'light', 'dark']).default('system'),
      /** False to turn off single-letter shortcuts, for users whose input software types letters (WCAG 2.1.4). */
      letterKeys: z.boolean().default(true),
      notifications: z.boolean().default(true),
    })
    .prefault({}),
  connect: z
    .object({
      /** Ids of the clients whose lost entry is repaired automatically. */
      repair: z.array(z.string()).default([]),
    })
    .prefault({}),
})

/** All settings, defaults filled in. */
export type Settings = z.output<typeof SettingsSchema>

type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T

/** The settings to change. Absent settings stay as they are. */
export type SettingsChange = DeepPartial<Settings>
