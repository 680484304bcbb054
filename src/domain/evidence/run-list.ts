import type { Run } from './bundle.js';

/** Ranges of indexes, joined where they touch or overlap, in their order. */
export function joinRuns(runs: readonly Run[]): readonly Run[] {
  const sorted = [...runs].filter(({ count }) => count > 0).sort((a, b) => a.first - b.first);
  const joined: Run[] = [];
  for (const { first, count } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && first <= last.first + last.count) {
      joined[joined.length - 1] = { first: last.first, count: Math.max(last.count, first + count - last.first) };
    } else {
      joined.push({ first, count });
    }
  }
  return joined;
}

/** The same entries in pieces of at most `limit`, several short runs in one piece. */
export function* piecesOf(runs: readonly Run[], limit: number): Generator<readonly Run[]> {
  let piece: Run[] = [];
  let room = limit;
  for (const run of runs) {
    for (let { first, count } = run; count > 0;) {
      const taken = Math.min(count, room);
      piece.push({ first, count: taken });
      [first, count, room] = [first + taken, count - taken, room - taken];
      if (room === 0) {
        yield piece;
        [piece, room] = [[], limit];
      }
    }
  }
  if (piece.length > 0) {
    yield piece;
  }
}

export function countOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { count }) => sum + count, 0);
}
