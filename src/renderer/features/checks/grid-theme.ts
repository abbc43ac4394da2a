import { themeQuartz } from 'ag-grid-community';

const rowHeight = 34;
const headerHeight = 36;
const scrollbarHeight = 18;
const [fewestRows, mostRows] = [3, 11];

/** Pixels for a grid of so many rows: a short list leaves no empty field, a long one scrolls within. */
export function gridHeight(rows: number): number {
  return headerHeight + scrollbarHeight + rowHeight * Math.min(mostRows, Math.max(fewestRows, rows));
}

/** The grid in the window's own colours, light and dark alike. */
export const gridTheme = themeQuartz.withParams({
  fontFamily: 'inherit',
  fontSize: 13,
  headerFontSize: 13,
  headerFontWeight: 600,
  backgroundColor: 'var(--pm-surface)',
  foregroundColor: 'var(--pm-text)',
  textColor: 'var(--pm-text)',
  headerTextColor: 'var(--pm-muted)',
  headerBackgroundColor: 'var(--pm-sunken)',
  borderColor: 'var(--pm-line)',
  accentColor: 'var(--pm-accent)',
  oddRowBackgroundColor: 'var(--pm-surface)',
  rowHoverColor: 'var(--pm-sunken)',
  browserColorScheme: 'inherit',
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  rowHeight,
  headerHeight,
});
