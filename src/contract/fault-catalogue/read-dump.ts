/** What can be wrong while reading: dump. */
export const readDumpFaults = {};
