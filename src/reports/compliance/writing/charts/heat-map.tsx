import { scaleQuantize } from 'd3-scale';
import type { ChartValue, HeatMap } from './chart.js';
import { Frame, INK, PAPER, SOLID } from './frame.js';

const WIDTH = 640;
const LABELS = 200;
const HEAD = 26;
const ROW = 32;
/** Shares of the ink; from the fourth on, the number is light on dark. */
const LEVELS = [0.12, 0.3, 0.8, 1] as const;
const DARK = 0.8;
const LONGEST_LABEL = 30;
/** No room for the word, which the table behind has. */
const LEFT_OUT = '·';

/** How dark a cell is says again what its number says. */
export function HeatMapSvg({ chart }: { chart: HeatMap }) {
  const { columns, rows } = chart;
  const most = Math.max(1, ...rows.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const level = scaleQuantize([0, most], LEVELS);
  const width = (WIDTH - LABELS) / Math.max(1, columns.length);
  return (
    <Frame chart={chart} width={WIDTH} height={HEAD + rows.length * ROW + 4}>
      {columns.map((column, at) => (
        <text
          key={column}
          class="chart__text"
          x={LABELS + (at + 0.5) * width}
          y={HEAD - 10}
          text-anchor="middle"
          font-size="12"
          fill={INK}
        >
          {column}
        </text>
      ))}
      {rows.map(({ label, values }, row) => (
        <g key={label}>
          <text
            class="chart__text"
            x={LABELS - 10}
            y={HEAD + row * ROW + 20}
            text-anchor="end"
            font-size="12.5"
            fill={INK}
          >
            {shortened(label)}
          </text>
          {values.map((value, at) => (
            <Cell
              key={columns[at]}
              value={value}
              share={value === null || value === 0 ? 0 : level(value)}
              x={LABELS + at * width}
              y={HEAD + row * ROW}
              width={width}
            />
          ))}
        </g>
      ))}
    </Frame>
  );
}

interface CellProps {
  readonly value: ChartValue;
  readonly share: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

function Cell({ value, share, x, y, width }: CellProps) {
  const dark = share >= DARK;
  return (
    <g>
      <rect
        class="chart__solid chart__edge"
        x={x + 1}
        y={y + 1}
        width={width - 2}
        height={ROW - 2}
        fill={SOLID}
        fill-opacity={share}
        stroke={SOLID}
        stroke-opacity="0.5"
      />
      <text
        class={dark ? 'chart__text chart__text--on-solid' : 'chart__text'}
        x={x + width / 2}
        y={y + 20}
        text-anchor="middle"
        font-size="12.5"
        fill={dark ? PAPER : INK}
      >
        {value ?? LEFT_OUT}
      </text>
    </g>
  );
}

function shortened(label: string): string {
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}
