// A plumb line: a cord with a weight.
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="#2f6f4f"><path d="M7.5 1h1v6h2L8 15 5.5 7h2z"/></svg>'

/** The server's icon, small enough to be sent with every handshake. */
export const ICON = {
  src: `data:image/svg+xml;base64,${Buffer.from(SVG).toString('base64')}`,
  mimeType: 'image/svg+xml',
  sizes: ['any'],
}
