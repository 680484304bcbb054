import { render } from 'preact-render-to-string';
import { BarChartSvg } from './bar-chart.js';
import { tableOf, type Chart } from './chart.js';
import { HeatMapSvg } from './heat-map.js';

function ChartSvg({ chart }: { chart: Chart }) {
  return chart.kind === 'bars' ? <BarChartSvg chart={chart} /> : <HeatMapSvg chart={chart} />;
}

/** The picture alone, as a document takes it. */
export function chartAsSvg(chart: Chart): string {
  return render(<ChartSvg chart={chart} />);
}

/** The picture with its data behind it; wider than a telephone, so it can be moved by keyboard and finger. */
export function ChartFigure({ chart, dataLabel }: { chart: Chart; dataLabel: string }) {
  const { columns, rows } = tableOf(chart);
  return (
    <figure class="chart-figure">
      <figcaption class="kern-title">{chart.title}</figcaption>
      <p class="kern-body kern-body--small">{chart.description}</p>
      <div class="chart-scroll" role="region" aria-label={chart.title} tabIndex={0}>
        <ChartSvg chart={chart} />
      </div>
      <details class="chart-data">
        <summary class="kern-body">
          {dataLabel}
          <span class="visually-hidden">{`: ${chart.title}`}</span>
        </summary>
        <div class="chart-scroll" role="region" aria-label={`${dataLabel}: ${chart.title}`} tabIndex={0}>
          <table class="kern-table kern-table--small">
            <caption class="visually-hidden">{chart.title}</caption>
            <thead class="kern-table__head">
              <tr class="kern-table__row">
                {columns.map((column) => (
                  <th key={column} class="kern-table__header" scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody class="kern-table__body">
              {rows.map(([label, ...values]) => (
                <tr key={label} class="kern-table__row">
                  <th class="kern-table__cell" scope="row">
                    {label}
                  </th>
                  {values.map((value, at) => (
                    <td key={columns[at + 1]} class="kern-table__cell">
                      {value}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
