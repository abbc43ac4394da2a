/** What can be wrong while reading: workbook. */
export const readWorkbookFaults = {};
