/** What can be wrong while reading: records. */
export const readRecordsFaults = {};
