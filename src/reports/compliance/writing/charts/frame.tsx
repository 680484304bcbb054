import type { ComponentChildren } from 'preact';
import type { Chart } from './chart.js';

/** As printed. On pages the stylesheet says otherwise, by the classes: attributes give way to it. */
export const INK = '#16202c';
export const SOLID = '#1d3f63';
export const PAPER = '#ffffff';

/** A picture with a name and a text alternative. */
export function Frame({
  chart: { id, title, description },
  width,
  height,
  children,
}: {
  chart: Chart;
  width: number;
  height: number;
  children: ComponentChildren;
}) {
  return (
    <svg
      xmlns="http://www.w3.org/2000/svg"
      class="chart"
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      font-family="Libertinus Serif"
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{description}</desc>
      {children}
    </svg>
  );
}
