import type { IssueKind } from '../issue.ts';

/** What reading a cell of a workbook can find. The value as it is stored is kept beside the one that is shown. */

const formulaError: IssueKind = {
  code: 'cell.formula_error',
  severity: 'hold',
  sentence: (field) => `${field} shows an error of a formula (such as #N/A) in place of a value.`,
  remedy:
    'Correct the formula in Excel or type the value from the old system there, save the workbook, and read it again.',
  source: 'ECMA-376 part 1, 18.18.11 (ST_CellType e)',
};

const formulaWithoutValue: IssueKind = {
  code: 'cell.formula_without_value',
  severity: 'hold',
  sentence: (field) => `${field} is a formula whose result is not in the file.`,
  remedy: 'Open the workbook in Excel, which calculates it, save it, and read it again.',
  source: 'ECMA-376 part 1, 18.3.1.96 (cell value is optional); formulas are never calculated here',
};

const textMissing: IssueKind = {
  code: 'cell.text_missing',
  severity: 'hold',
  sentence: (field) => `${field} refers to a text that is not in the workbook.`,
  remedy: 'Export the workbook again, or look the value up in the old system.',
  source: 'ECMA-376 part 1, 18.4.9 (shared strings)',
};

const scientific: IssueKind = {
  code: 'cell.scientific',
  severity: 'hold',
  sentence: (field) =>
    `${field} is shown in scientific notation (such as 1.2E+10), as Excel does with long numbers, so its digits cannot be seen.`,
  remedy:
    'Give the column the format Text or 0 in Excel, check that all digits are there, and read it again.',
  source: 'DOMAIN §4 Excel (1E+10)',
};

const digitsLost: IssueKind = {
  code: 'cell.digits_lost',
  severity: 'hold',
  sentence: (field) =>
    `${field} is a number of more than 15 digits; Excel has replaced those beyond by zeros.`,
  remedy: 'Export the column as text from the old system; the lost digits cannot be restored from this file.',
  source: 'DOMAIN §4 Excel (15-digit rounding)',
};

const dateMadeByExcel: IssueKind = {
  code: 'cell.date_made_by_excel',
  severity: 'warn',
  sentence: (field) =>
    `${field} is a date in a column of codes: Excel may have made it out of one such as 1-2.`,
  remedy: 'Look the value up in the old system. Export the column as text.',
  source: 'DOMAIN §4 Excel ("1-2" → date)',
};

const hiddenByFormat: IssueKind = {
  code: 'cell.hidden_by_format',
  severity: 'warn',
  sentence: (field) => `${field} has a value that its format does not show, so it is read as empty.`,
  remedy:
    'Give the cell the format General in Excel to see it. If it is needed, save the workbook so and read it again.',
  source: 'ECMA-376 part 1, 18.8.31 (format sections that show nothing)',
};

export const readingWorkbookKinds: readonly IssueKind[] = [
  formulaError,
  formulaWithoutValue,
  textMissing,
  scientific,
  digitsLost,
  dateMadeByExcel,
  hiddenByFormat,
];
