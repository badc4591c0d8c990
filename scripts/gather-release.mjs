// `node scripts/gather-release.mjs FROM TO`: copies the files of all runners (each has a folder in FROM) into one folder. The runners
// for both Mac processors write a `latest-mac.yml`. An installed app reads only one, so the two are merged.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'

const MAC_FEED = 'latest-mac.yml'

const [from, to] = process.argv.slice(2)
if (!from || !to) {
  console.error('usage: node scripts/gather-release.mjs FROM TO')
  process.exit(2)
}
mkdirSync(to, { recursive: true })
const feeds = []
for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue
  const file = join(entry.parentPath, entry.name)
  if (entry.name === MAC_FEED) feeds.push(parse(readFileSync(file, 'utf8')))
  else copyFileSync(file, join(to, entry.name))
}
if (feeds.length > 0) writeFileSync(join(to, MAC_FEED), stringify(joined(feeds)))

/** `path` and `sha512` are for old apps that do not read `files`, which ran on Intel processors only. */
function joined(all) {
  const versions = new Set(all.map(({ version }) => version))
  if (versions.size > 1) throw new Error(`${MAC_FEED} names several versions: ${[...versions].join(', ')}.`)
  const intel = all.find(({ path }) => !path.includes('arm64')) ?? all[0]
  return { ...intel, files: all.flatMap(({ files }) => files) }
}
