import {
  Button,
  Checkbox,
  createTheme,
  Portal,
  PasswordInput,
  Select,
  TextInput,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';

/** The one accent: a deep petrol, calm beside the state colours of rows. */
const petrol: MantineColorsTuple = [
  '#e8f5f5',
  '#cfe8e8',
  '#a3d3d5',
  '#8bdadd',
  '#63c6ca',
  '#2f969c',
  '#167a81',
  '#0b6168',
  '#084a50',
  '#05363b',
];

const dark: MantineColorsTuple = [
  '#e7ecef',
  '#c5cfd6',
  '#a7b4be',
  '#72808b',
  '#3a464e',
  '#2c363d',
  '#1f282e',
  '#192025',
  '#141b1f',
  '#11171b',
];

export const theme = createTheme({
  colors: { petrol, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  black: '#16212b',
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm' } }),
    // The list itself scrolls; a scrolling box around it would be one that the keyboard cannot reach.
    Select: Select.extend({ defaultProps: { size: 'sm', withScrollArea: false } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'md' } }),
    // Lists and dialogs open inside the main landmark, where readers that go by landmarks find them.
    Portal: Portal.extend({ defaultProps: { target: '#overlays' } }),
  },
});

const shared = {
  '--mantine-color-body': 'var(--pm-bg)',
  '--mantine-color-text': 'var(--pm-text)',
  '--mantine-color-dimmed': 'var(--pm-muted)',
  '--mantine-color-placeholder': 'var(--pm-muted)',
  '--mantine-color-default': 'var(--pm-surface)',
  '--mantine-color-default-border': 'var(--pm-edge)',
  '--mantine-color-error': 'var(--pm-rejected)',
};

/** Hands the tokens to the component library, so that there is one palette. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
});
