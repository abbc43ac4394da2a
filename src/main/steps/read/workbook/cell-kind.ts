/** What a cell holds, apart from how it is shown. */
export const cellKind = { blank: 0, text: 1, number: 2, date: 3, boolean: 4, error: 5 } as const;
export type CellKind = (typeof cellKind)[keyof typeof cellKind];
