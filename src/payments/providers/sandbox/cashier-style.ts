/** The cashier's stylesheet; tokens as in `web/shared/tokens.css`, repeated because this page stands alone. */
export const cashierStyle = `
:root {
  color-scheme: light dark;
  --paper: #fbf8f3; --surface: #fff; --ink: #2a241f; --ink-2: #6b6159; --line: #e9e1d6;
  --crust: #b4511e; --on-crust: #fff; --leaf: #3f6f45; --leaf-soft: #eaf1e8;
  --wheat: #7f570d; --wheat-soft: #f7efdd; --berry: #a8322b; --berry-soft: #f8e9e7;
  --shadow: 0 1px 2px rgb(42 36 31 / 0.04), 0 6px 20px rgb(42 36 31 / 0.06);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #191613; --surface: #221e1a; --ink: #f2ece4; --ink-2: #b5aaa0; --line: #39322c;
    --crust: #e58a55; --on-crust: #221811; --leaf: #86b98a; --leaf-soft: #24301f;
    --wheat: #d9a94a; --wheat-soft: #332a18; --berry: #e0776e; --berry-soft: #38221f; --shadow: none;
  }
}
* { box-sizing: border-box; margin: 0; }
body {
  min-height: 100dvh; display: flex; flex-direction: column; text-autospace: normal;
  background: var(--paper); color: var(--ink); -webkit-font-smoothing: antialiased;
  font: 16px/1.6 "PingFang SC", "HarmonyOS Sans SC", "MiSans", "Noto Sans SC", system-ui, sans-serif;
}
header, main, footer { width: 100%; max-width: 460px; margin: 0 auto; }
header { display: flex; align-items: center; justify-content: space-between; gap: 12px; padding: 16px 16px 0; }
.sandbox {
  display: inline-flex; align-items: center; gap: 8px; padding: 4px 12px; border-radius: 999px;
  background: var(--wheat-soft); color: var(--wheat); font-size: 14px; font-weight: 700;
}
.sandbox::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: currentColor; }
.language {
  display: inline-flex; align-items: center; min-height: 44px; padding: 0 8px; margin-right: -8px;
  color: var(--ink-2); font-size: 14px; text-decoration: none;
}
main { flex: 1; padding: 24px 16px; }
.sum { text-align: center; padding: 24px 0 32px; }
.sum h1 { font-size: 16px; font-weight: 400; color: var(--ink-2); line-height: 1.6; overflow-wrap: anywhere; }
.amount {
  margin-top: 8px; font-size: 48px; line-height: 1.2; font-weight: 700; letter-spacing: -0.01em;
  font-variant-numeric: tabular-nums;
}
.amount span { font-size: 28px; margin-right: 4px; font-weight: 600; }
.state { display: flex; flex-direction: column; align-items: center; gap: 8px; text-align: center; padding-bottom: 24px; }
.state svg { width: 56px; height: 56px; padding: 14px; border-radius: 50%; background: var(--wheat-soft); color: var(--wheat); }
.state h1 { font-size: 20px; line-height: 1.4; margin-top: 8px; text-wrap: balance; }
.state p { color: var(--ink-2); max-width: 20em; text-wrap: pretty; }
.state.paid svg { background: var(--leaf-soft); color: var(--leaf); }
.state.failed svg, .state.absent svg { background: var(--berry-soft); color: var(--berry); }
dl { background: var(--surface); border-radius: 12px; box-shadow: var(--shadow); padding: 4px 16px; }
dl div { display: flex; justify-content: space-between; gap: 24px; padding: 12px 0; }
dl div + div { border-top: 1px solid var(--line); }
dt { color: var(--ink-2); flex: none; }
dd { text-align: right; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
dd.number { font-size: 14px; line-height: 1.83; }
.note { margin-top: 16px; text-align: center; font-size: 14px; color: var(--ink-2); text-wrap: balance; }
footer {
  position: sticky; bottom: 0; display: flex; flex-direction: column; gap: 4px; background: var(--paper);
  padding: 12px 16px calc(12px + env(safe-area-inset-bottom));
}
.button {
  display: flex; align-items: center; justify-content: center; width: 100%; min-height: 52px; padding: 0 24px;
  border: 0; border-radius: 999px; background: var(--crust); color: var(--on-crust); font: inherit; font-size: 16px;
  font-weight: 700; text-decoration: none; cursor: pointer; font-variant-numeric: tabular-nums;
  transition: filter 150ms, transform 150ms;
}
.button:active { filter: brightness(0.94); transform: scale(0.99); }
.quiet { background: none; color: var(--ink-2); font-weight: 400; min-height: 44px; }
:focus-visible { outline: 2px solid var(--crust); outline-offset: 2px; }
@media (min-width: 560px) {
  main { flex: none; padding-top: 8vh; }
  footer { position: static; padding-bottom: 48px; }
}
@media (prefers-reduced-motion: reduce) { .button { transition: none; } .button:active { transform: none; } }
`
