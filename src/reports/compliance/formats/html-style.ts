/** The look of the HTML report, which comes without any other file. Without quotes and ampersands: it stands in HTML. */
export const COMPLIANCE_CSS = `
:root { color-scheme: light dark; --ink: #16202c; --paper: #ffffff; --solid: #1d3f63; --on-solid: #ffffff; --line: #8893a0; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eef2f6; --paper: #14181d; --solid: #9cc3ee; --on-solid: #0b1118; --line: #77828f; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.4rem; line-height: 1.3; margin: 2.5rem 0 1rem; }
h3 { font-size: 1.1rem; margin: 1.5rem 0 0.5rem; }
a { color: var(--solid); }
li { margin: 0.25rem 0; }
.report__facts > div { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; gap: 0.25rem 1rem; padding: 0.25rem 0; }
.report__facts dt { font-weight: 600; }
.report__facts dd { margin: 0; overflow-wrap: anywhere; }
.report__verdict { border-left: 4px solid var(--solid); padding: 0.75rem 1rem; font-size: 1.15rem; font-weight: 600; }
.report__quote { margin: 1rem 0; padding: 0 1rem; border-left: 1px solid var(--line); }
.tiles { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); padding: 0; list-style: none; }
.tile { display: grid; padding: 0.75rem 1rem; border: 1px solid var(--line); }
.tile__value { font-size: 1.8rem; font-weight: 600; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1.5rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; padding: 0.5rem 0; }
th, td { text-align: left; padding: 0.35rem 0.5rem; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody th { font-weight: 400; }
.report__table--numeric td, .report__table--numeric thead th + th { text-align: right; }
.chart-figure { margin: 1.5rem 0; }
figcaption { font-weight: 600; }
.chart-scroll { overflow-x: auto; }
.chart-scroll:focus-visible, a:focus-visible, summary:focus-visible { outline: 3px solid var(--solid); outline-offset: 2px; }
.chart { display: block; width: 100%; min-width: 34rem; height: auto; font-family: inherit; }
.chart__text { fill: var(--ink); }
.chart__grid, .chart__axis { stroke: var(--ink); }
.chart__solid { fill: var(--solid); }
.chart__edge { stroke: var(--solid); }
.chart__paper { fill: var(--paper); }
.chart__text--on-solid { fill: var(--on-solid); }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) {
  :root { --ink: CanvasText; --paper: Canvas; --solid: CanvasText; --on-solid: Canvas; --line: CanvasText; }
}
@media (max-width: 40rem) { .report__facts > div { grid-template-columns: 1fr; } }
@media print {
  @page { size: A4; margin: 20mm; }
  :root { --ink: #000000; --paper: #ffffff; --solid: #1d3f63; --on-solid: #ffffff; --line: #8893a0; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  h2, h3, caption, figcaption { break-after: avoid; }
  tr, li, figure, .tile { break-inside: avoid; }
  details > * { display: block; }
  .chart { print-color-adjust: exact; min-width: 0; }
}
`;
