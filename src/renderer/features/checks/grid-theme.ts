import { themeQuartz } from 'ag-grid-community';

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
  rowHeight: 34,
  headerHeight: 36,
});
