import type { PublishedFigures } from '../../../src/domain/reports/small-numbers.js';
import { answersChart, missedChart } from '../../../src/reports/compliance/writing/report-charts.js';
import { COMPLIANCE_DE } from '../../../src/reports/compliance/writing/words.de.js';

// Recorded in January and answered too late in February, among others that were answered in time.
const byMonth = [
  { span: '2026-01', received: 16, answered: 12, followed: 15, missed: 1 },
  { span: '2026-02', received: 15, answered: 17, followed: 15, missed: 0 },
];
const figures = { byMonth, byWeek: [] } as unknown as PublishedFigures;

test('a deadline missed is not taken from the answers of the month in which its request was recorded', () => {
  expect(answersChart(figures, 'month', COMPLIANCE_DE).groups).toEqual([
    { label: '01/2026', values: [12] },
    { label: '02/2026', values: [17] },
  ]);
  expect(missedChart(figures, 'month', COMPLIANCE_DE).groups).toEqual([
    { label: '01/2026', values: [1] },
    { label: '02/2026', values: [0] },
  ]);
});

test('what is left out stays so, and its sum too', () => {
  const published = { byMonth: byMonth.map((month) => ({ ...month, answered: null })), byWeek: [] };
  const chart = answersChart(published as unknown as PublishedFigures, 'month', COMPLIANCE_DE);
  expect(chart.groups.map(({ values }) => values)).toEqual([[null], [null]]);
  expect(chart.description).toBe(COMPLIANCE_DE.chartLeftOut);
});
