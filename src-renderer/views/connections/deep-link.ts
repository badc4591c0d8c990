/**
 * Where a link to another program opens. The desktop app hands on what would be a new window; in a browser that would leave
 * an empty tab behind.
 */
export const DEEP_LINK_TARGET = window.plumbline ? '_blank' : '_self'
