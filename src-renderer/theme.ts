import {
  ActionIcon,
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  Input,
  Loader,
  Menu,
  Modal,
  Popover,
  SegmentedControl,
  Select,
  Switch,
  Tooltip,
} from '@mantine/core'

/** Name, light value, dark value: the window's colours. CSS reads them as `var(--<name>)`. */
const TOKENS = [
  ['canvas', '#f3f4f7', '#101216'],
  ['panel', '#ffffff', '#16191d'],
  ['raised', '#ffffff', '#1f2228'],
  ['sunken', '#f8f9fb', '#131519'],
  ['hover', '#f3f4f7', '#1e2126'],
  ['selected', '#e9f0fe', '#1d2942'],
  ['nav-selected', '#e1e4e9', '#22252c'],
  ['line', '#e4e6ea', '#272a31'],
  ['control-line', '#cfd2d8', '#363941'],
  ['text-1', '#161920', '#e4e6ea'],
  ['text-2', '#565b66', '#a4a9b2'],
  ['text-3', '#696f7b', '#8b909a'],
  ['accent', '#2f5fd2', '#7ca5fc'],
  ['fill', '#3667da', '#3667da'],
  ['ok', '#007742', '#65c98c'],
  ['warn', '#8c5800', '#e6b55d'],
  ['err', '#be222a', '#f27c7b'],
  ['warn-soft', '#fbf1de', '#2c2415'],
  ['err-soft', '#fdeceb', '#341c1e'],
  ['light-button', '#e3ecfd', '#25345a'],
  ['switch-off', '#8d939e', '#5f6571'],
  ['theirs-row', '#fdf6e7', '#231e14'],
  ['theirs-word', '#f6dfae', '#4f3f1b'],
  ['mine-row', '#eff4ff', '#182033'],
  ['mine-word', '#c9dafc', '#2b4272'],
  ['code-string', '#0b7250', '#7cc9a2'],
  ['skeleton', '#ecedf1', '#22252c'],
  ['chart-fill', '#e1eafb', '#1d2942'],
  ['shadow', '0 8px 28px rgb(16 18 22 / 18%)', '0 8px 28px rgb(0 0 0 / 55%)'],
] as const

/** Gives Mantine's own colours the values of {@link TOKENS}, and the tokens their names. */
export const cssVariables: CSSVariablesResolver = () => {
  const pick = (at: 1 | 2) => Object.fromEntries(TOKENS.map((token) => [`--${token[0]}`, token[at]]))
  const shared = {
    '--mantine-color-body': 'var(--panel)',
    '--mantine-color-text': 'var(--text-1)',
    '--mantine-color-dimmed': 'var(--text-2)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--err)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--text-1)',
    '--mantine-color-default-border': 'var(--control-line)',
    '--mantine-color-line-light': 'var(--light-button)',
    '--mantine-color-line-light-hover': 'var(--selected)',
    '--mantine-color-line-light-color': 'var(--accent)',
    '--mantine-color-line-text': 'var(--accent)',
    '--mantine-primary-color-light-color': 'var(--accent)',
  }
  return {
    variables: {},
    light: { ...pick(1), ...shared },
    dark: { ...pick(2), ...shared },
  }
}

const small = (props: { size?: unknown }) => props.size === 'xs'

export const theme = createTheme({
  primaryColor: 'line',
  primaryShade: 6,
  black: '#161920',
  colors: {
    line: [
      '#f1f6ff',
      '#e1ecff',
      '#c5daff',
      '#a0c1ff',
      '#7ca5fc',
      '#5787ef',
      '#3667da',
      '#2955c0',
      '#22469b',
      '#193370',
    ],
    gray: [
      '#f8f9fb',
      '#f3f4f7',
      '#e9eaee',
      '#dee1e5',
      '#cfd2d8',
      '#818691',
      '#5e636f',
      '#484d58',
      '#2c3039',
      '#161920',
    ],
    dark: [
      '#e4e6ea',
      '#c8cad1',
      '#a0a5ae',
      '#8b909a',
      '#363941',
      '#272a31',
      '#1f2228',
      '#16191d',
      '#101216',
      '#090b0f',
    ],
  },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '14px', sm: '16px', md: '18px', lg: '20px', xl: '24px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  activeClassName: '',
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm', variant: 'default' },
      vars: (_theme, props) => ({
        root: {
          '--button-height': small(props) ? '24px' : '28px',
          '--button-padding-x': small(props) ? '8px' : '10px',
          '--button-fz': small(props) ? '12px' : '13px',
        },
      }),
    }),
    ActionIcon: ActionIcon.extend({
      defaultProps: { size: 'sm', variant: 'subtle', color: 'gray' },
      vars: (_theme, props) => ({
        root: { '--ai-size': small(props) ? '24px' : '28px' },
      }),
    }),
    Input: Input.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, props) => ({
        wrapper: { '--input-height': small(props) ? '24px' : '28px', '--input-fz': '13px' },
      }),
    }),
    InputWrapper: Input.Wrapper.extend({ defaultProps: { size: 'sm' } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs', withItemsBorders: false } }),
    Select: Select.extend({ defaultProps: { size: 'sm', allowDeselect: false, checkIconPosition: 'right' } }),
    Switch: Switch.extend({ defaultProps: { size: 'xs', withThumbIndicator: false } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs' } }),
    Loader: Loader.extend({ defaultProps: { size: 'sm' } }),
    Menu: Menu.extend({
      defaultProps: {
        shadow: 'md',
        position: 'bottom-end',
        offset: 4,
        transitionProps: { transition: 'fade', duration: 80 },
      },
    }),
    Popover: Popover.extend({
      defaultProps: { shadow: 'md', transitionProps: { transition: 'fade', duration: 80 } },
    }),
    Modal: Modal.extend({
      defaultProps: {
        radius: 'lg',
        yOffset: 96,
        closeButtonProps: { 'aria-label': 'Close' },
        overlayProps: { backgroundOpacity: 0.4 },
        // Keys belong to the window again at once.
        transitionProps: { transition: 'fade', duration: 80, exitDuration: 0 },
      },
    }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 300, fz: 'sm', transitionProps: { transition: 'fade', duration: 80 } },
    }),
  },
})
