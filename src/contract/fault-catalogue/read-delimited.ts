/** What can be wrong while reading: delimited. */
export const readDelimitedFaults = {};
