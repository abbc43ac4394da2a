/** What can be wrong while reading: text. */
export const readTextFaults = {};
