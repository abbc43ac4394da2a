/**
 * The nonce under which this page may add style elements, given by the host in index.html. Browsers hide the
 * attribute from scripts and keep the property, so the property is read.
 */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

/** The scroll lock of dialogs adds a style element of its own and looks for its nonce under this global name. */
Object.assign(globalThis, { __webpack_nonce__: styleNonce });
