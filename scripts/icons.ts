// `npm run icons`: draws the icons of the app from the SVG files in resources/icons. Run it when these change. The icons are
// committed, so that a build needs no drawing library.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Resvg } from '@resvg/resvg-js'
import png2icons from 'png2icons'

const folder = join(import.meta.dirname, '../resources/icons')
const TRAY_STATES = ['serving', 'paused', 'attention'] as const
/** The pixel densities. Electron chooses a file by the density in its name. */
const TRAY_SCALES = [
  ['', 16],
  ['@1.5x', 24],
  ['@2x', 32],
  ['@3x', 48],
] as const

function draw(svg: string, width: number): Buffer {
  return new Resvg(svg, { fitTo: { mode: 'width', value: width } }).render().asPng()
}

function drawApp(): void {
  const svg = readFileSync(join(folder, 'app.svg'), 'utf8')
  const large = draw(svg, 1024)
  writeFileSync(join(folder, 'icon.png'), draw(svg, 512))
  const ico = png2icons.createICO(large, png2icons.BICUBIC2, 0, false, true)
  const icns = png2icons.createICNS(large, png2icons.BICUBIC2, 0)
  if (!ico || !icns) throw new Error('The ico or icns file could not be made from app.svg.')
  writeFileSync(join(folder, 'icon.ico'), ico)
  writeFileSync(join(folder, 'icon.icns'), icns)
}

/** macOS colours template images itself. Other systems get an icon for light bars and one for dark bars. */
function drawTray(): void {
  const out = join(folder, 'tray')
  mkdirSync(out, { recursive: true })
  for (const state of TRAY_STATES) {
    const black = readFileSync(join(folder, `tray-${state}.svg`), 'utf8')
    // The white and black of a mask mean shown and hidden, so only the drawn shapes become white.
    const white = black.replace('<svg ', '<svg fill="#fff" ').replaceAll('stroke="#000"', 'stroke="#fff"')
    for (const [suffix, size] of TRAY_SCALES) {
      writeFileSync(join(out, `${state}Template${suffix}.png`), draw(black, size))
      writeFileSync(join(out, `${state}-dark${suffix}.png`), draw(black, size))
      writeFileSync(join(out, `${state}-light${suffix}.png`), draw(white, size))
    }
  }
}

drawApp()
drawTray()
