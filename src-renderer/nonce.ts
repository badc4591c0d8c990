/** The nonce that the host let this page have for style elements; empty where its policy needs none. */
export const styleNonce: string =
  document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''

// Where the scroll lock of Mantine's dialogues looks for it.
Object.assign(globalThis, { __webpack_nonce__: styleNonce })
