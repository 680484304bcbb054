import type { Distribution } from './figures.js';

export const NOTHING_MEASURED: Distribution = { count: 0, median: null, p90: null, p99: null, longest: null };

/** Nearest rank: the smallest value that at least this share of all values does not exceed. Values may repeat. */
export function distributionOf(values: readonly number[]): Distribution {
  return distributionOfCounts(values.map((value) => [value, 1]));
}

/** The same, of values that are counted already. */
export function distributionOfCounts(counted: readonly (readonly [value: number, count: number])[]): Distribution {
  const sorted = [...counted].sort(([a], [b]) => a - b);
  const count = sorted.reduce((total, [, times]) => total + times, 0);
  const at = (share: number): number | null => {
    let left = Math.max(1, Math.ceil(share * count));
    for (const [value, times] of sorted) {
      left -= times;
      if (left <= 0) {
        return value;
      }
    }
    return null;
  };
  return { count, median: at(0.5), p90: at(0.9), p99: at(0.99), longest: at(1) };
}
