import { type ThemeConfig, theme } from 'antd'

const dark = window.matchMedia('(prefers-color-scheme: dark)')
const still = window.matchMedia('(prefers-reduced-motion: reduce)')

/** antd in the colours of web/shared/tokens.css, read from the page so that they are written down once. */
export function readTheme(): ThemeConfig {
  const css = getComputedStyle(document.documentElement)
  const color = (name: string) => css.getPropertyValue(`--${name}`).trim()
  return {
    algorithm: dark.matches ? theme.darkAlgorithm : theme.defaultAlgorithm,
    hashed: false,
    cssVar: { key: 'lv' },
    token: {
      colorPrimary: color('crust'),
      colorPrimaryHover: color('crust-pressed'),
      colorPrimaryActive: color('crust-pressed'),
      colorLink: color('crust'),
      colorLinkHover: color('crust-pressed'),
      colorInfo: color('sky'),
      colorSuccess: color('leaf'),
      colorWarning: color('wheat'),
      colorError: color('berry'),
      colorBgBase: color('surface'),
      colorBgLayout: color('paper'),
      colorBgContainer: color('surface'),
      colorBgElevated: color('surface'),
      colorTextBase: color('ink'),
      colorText: color('ink'),
      colorTextSecondary: color('ink-2'),
      colorTextTertiary: color('ink-2'),
      colorTextDescription: color('ink-2'),
      colorTextPlaceholder: color('ink-2'),
      colorTextLightSolid: color('on-crust'),
      colorBorder: color('edge'),
      colorBorderSecondary: color('line'),
      colorBgMask: color('veil'),
      fontFamily: css.getPropertyValue('--font').trim(),
      fontSize: 14,
      borderRadius: 8,
      controlHeight: 34,
      controlHeightLG: 42,
      opacityLoading: 1,
      motion: !still.matches,
      ...(still.matches ? {} : { motionDurationMid: '0.16s', motionDurationSlow: '0.2s' }),
    },
    components: {
      Button: {
        fontWeight: 500,
        defaultBorderColor: color('line'),
        primaryShadow: 'none',
        defaultShadow: 'none',
        dangerShadow: 'none',
        // The dark algorithm would dim it under the contrast that words need.
        colorError: color('berry'),
        colorErrorHover: color('berry'),
        colorErrorActive: color('berry'),
      },
      Form: { itemMarginBottom: 16, verticalLabelPadding: '0 0 4px' },
      Modal: { titleFontSize: 16 },
    },
  }
}

/** Calls back when the colleague's system turns light or dark, or asks for stillness. */
export function watchTheme(changed: () => void): () => void {
  const media = [dark, still]
  for (const one of media) one.addEventListener('change', changed)
  return () => {
    for (const one of media) one.removeEventListener('change', changed)
  }
}
