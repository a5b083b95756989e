/** The look in one place: one accent (petrol), cool neutrals, 14 px body, 8 px grid, dense controls. */
import { createTheme, type MantineColorsTuple } from '@mantine/core';

const petrol: MantineColorsTuple = [
  '#e8f5f8',
  '#d3e9ef',
  '#a8d3df',
  '#79bccd',
  '#54a8be',
  '#3a97b0',
  '#22859f',
  '#0f7390',
  '#08637d',
  '#044d63',
];

const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#eff1f4',
  '#e4e7ec',
  '#d3d8df',
  '#b9c0ca',
  '#7a8391',
  '#5a6371',
  '#454d59',
  '#2e343d',
  '#1a1e24',
];

const dark: MantineColorsTuple = [
  '#dde1e7',
  '#bcc3cd',
  '#98a1af',
  '#6c7583',
  '#454d59',
  '#323842',
  '#242a32',
  '#15181d',
  '#101216',
  '#0a0c0f',
];

const dense = { defaultProps: { size: 'xs' } };

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  colors: { petrol, gray, dark },
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: '"JetBrains Mono Variable", ui-monospace, monospace',
  fontSizes: { xs: '13px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '4px', sm: '8px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  components: {
    Button: dense,
    TextInput: dense,
    PasswordInput: dense,
    NumberInput: dense,
    Select: dense,
    NativeSelect: dense,
    MultiSelect: dense,
    Autocomplete: dense,
    TagsInput: dense,
    Textarea: dense,
    Switch: dense,
    Checkbox: dense,
    SegmentedControl: dense,
    Tooltip: { defaultProps: { openDelay: 300, fz: 12, withArrow: false } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 500 } },
    Modal: {
      styles: { title: { fontWeight: 600 } },
      defaultProps: {
        lockScroll: false,
        closeButtonProps: { 'aria-label': 'Close' },
        radius: 'md',
        centered: true,
      },
    },
  },
});
