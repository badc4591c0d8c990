/** Numbers as the window, the tray and the command line write them. */

const NUMBER = new Intl.NumberFormat('en-US')

/** `6,412` */
export function formatNumber(value: number): string {
  return NUMBER.format(value)
}

/** `1 standard`, `6,412 entries`; `plural` is needed where it is not the singular with an s. */
export function formatCount(value: number, singular: string, plural = `${singular}s`): string {
  return `${formatNumber(value)} ${value === 1 ? singular : plural}`
}
