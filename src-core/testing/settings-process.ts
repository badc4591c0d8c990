import { createSettings } from '../settings/settings.ts'

// A process of its own that changes one setting again and again: node settings-process.ts FILE GROUP.KEY FROM TO. Fails
// when what it wrote is not what it reads.

const [file = '', name = '', from, to] = process.argv.slice(2)
const [group = '', key = ''] = name.split('.')
const settings = createSettings(file)
for (let value = Number(from); value <= Number(to); value++) {
  const now: unknown = settings.change({ [group]: { [key]: value } })
  if (!JSON.stringify(now).includes(`"${key}":${value}`)) process.exit(1)
}
settings.close()
