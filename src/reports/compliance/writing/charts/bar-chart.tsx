import { scaleBand, scaleLinear } from 'd3-scale';
import type { BarChart, ChartValue } from './chart.js';
import { Frame, INK, PAPER, SOLID } from './frame.js';

const WIDTH = 640;
const HEIGHT = 270;
const TOP = 44;
const LEFT = 40;
const BOTTOM = 30;
/** Narrower bars have their total only, or no number at all. */
const ROOM_FOR_PARTS = 40;
const ROOM_FOR_TOTAL = 16;
const ROOM_FOR_LABEL = 58;
const TICKS = 4;
const KEY_STEP = 190;

/** Each series has a pattern of its own; the number stands at the bar, so nothing is told by colour alone. */
export function BarChartSvg({ chart }: { chart: BarChart }) {
  const { groups, series, id } = chart;
  const totals = groups.map(({ values }) => sum(values));
  const y = scaleLinear([0, Math.max(1, ...totals)], [HEIGHT - BOTTOM, TOP]).nice(TICKS);
  const x = scaleBand(
    groups.map((_, at) => at),
    [LEFT, WIDTH],
  ).padding(0.25);
  const band = x.bandwidth();
  const every = Math.ceil(ROOM_FOR_LABEL / x.step());
  return (
    <Frame chart={chart} width={WIDTH} height={HEIGHT}>
      <Patterns id={id} />
      {series.length < 2 ? null : <Key id={id} series={series} />}
      {y
        .ticks(TICKS)
        .filter(Number.isInteger)
        .map((tick) => (
          <g key={tick}>
            <line
              class="chart__grid"
              x1={LEFT}
              x2={WIDTH}
              y1={y(tick)}
              y2={y(tick)}
              stroke={INK}
              stroke-opacity="0.2"
            />
            <text class="chart__text" x={LEFT - 6} y={y(tick) + 4} text-anchor="end" font-size="12" fill={INK}>
              {tick}
            </text>
          </g>
        ))}
      {groups.map(({ label, values }, at) => {
        const left = x(at) ?? LEFT;
        const total = totals[at] ?? 0;
        return (
          <g key={label}>
            {values.map((value, part) => (
              <Part
                key={series[part]}
                id={id}
                part={part}
                x={left}
                width={band}
                top={y(sum(values.slice(0, part + 1)))}
                bottom={y(sum(values.slice(0, part)))}
                value={value}
              />
            ))}
            {total === 0 || band < ROOM_FOR_TOTAL ? null : (
              <text
                class="chart__text"
                x={left + band / 2}
                y={y(total) - 5}
                text-anchor="middle"
                font-size="12"
                fill={INK}
              >
                {band < ROOM_FOR_PARTS ? total : partsOf(values)}
              </text>
            )}
            {at % every === 0 ? (
              <text
                class="chart__text"
                x={left + band / 2}
                y={HEIGHT - BOTTOM + 18}
                text-anchor="middle"
                font-size="12"
                fill={INK}
              >
                {label}
              </text>
            ) : null}
          </g>
        );
      })}
      <line class="chart__axis" x1={LEFT} x2={WIDTH} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} stroke={INK} />
    </Frame>
  );
}

interface PartProps {
  readonly id: string;
  readonly part: number;
  readonly x: number;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  readonly value: ChartValue;
}

function Part({ id, part, x, width, top, bottom, value }: PartProps) {
  return value === null || value === 0 ? null : (
    <rect
      class={part === 0 ? 'chart__solid chart__edge' : 'chart__edge'}
      x={x}
      y={top}
      width={width}
      height={bottom - top}
      fill={fillOf(id, part)}
      stroke={SOLID}
      stroke-width="1.5"
    />
  );
}

function Key({ id, series }: { id: string; series: readonly string[] }) {
  return (
    <g>
      {series.map((label, part) => (
        <g key={label}>
          <rect
            class={part === 0 ? 'chart__solid chart__edge' : 'chart__edge'}
            x={LEFT + part * KEY_STEP}
            y={4}
            width={16}
            height={12}
            fill={fillOf(id, part)}
            stroke={SOLID}
            stroke-width="1.5"
          />
          <text class="chart__text" x={LEFT + part * KEY_STEP + 22} y={15} font-size="12.5" fill={INK}>
            {label}
          </text>
        </g>
      ))}
    </g>
  );
}

/** Filled, hatched, dotted: told apart in black and white. */
function Patterns({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={`${id}-1`} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="chart__paper" width="7" height="7" fill={PAPER} />
        <line class="chart__edge" x1="0" y1="0" x2="0" y2="7" stroke={SOLID} stroke-width="3" />
      </pattern>
      <pattern id={`${id}-2`} width="7" height="7" patternUnits="userSpaceOnUse">
        <rect class="chart__paper" width="7" height="7" fill={PAPER} />
        <circle class="chart__solid" cx="3.5" cy="3.5" r="1.5" fill={SOLID} />
      </pattern>
    </defs>
  );
}

function fillOf(id: string, part: number): string {
  return part === 0 ? SOLID : `url(#${id}-${part > 1 ? 2 : 1})`;
}

/** `9 + 3`, in the order of the stack, without the parts that are none. */
function partsOf(values: readonly ChartValue[]): string {
  return values.filter((value) => value !== null && value > 0).join(' + ');
}

function sum(values: readonly ChartValue[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
