/**
 * The target of a link to another program. The desktop app passes links with the target `_blank` to the system; in a browser
 * `_blank` would leave an empty tab open.
 */
export const DEEP_LINK_TARGET = window.plumbline ? '_blank' : '_self'
