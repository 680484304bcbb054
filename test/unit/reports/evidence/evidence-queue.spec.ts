import { EvidenceQueue } from '../../../../src/reports/evidence/evidence-queue.js';

test('bundles are made one after the other, also when one fails', async () => {
  const queue = new EvidenceQueue<number>();
  const running: number[] = [];
  let most = 0;
  const make = (bundle: number) => async () => {
    running.push(bundle);
    most = Math.max(most, running.length);
    await Promise.resolve();
    running.splice(running.indexOf(bundle), 1);
    if (bundle === 2) {
      throw new Error('cannot be made');
    }
    return { bundle, size: bundle };
  };
  const asked = [1, 2, 3].map((one) => queue.inTurn(undefined, () => Promise.resolve(0), make(one)));
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(most).toBe(1);
});

test('what was just made is given again while the log has not grown, and to nobody else', async () => {
  const queue = new EvidenceQueue<number>(2);
  let [size, made] = [10, 0];
  const ask = (key: string | undefined): Promise<number> =>
    queue.inTurn(
      key,
      () => Promise.resolve(size),
      () => Promise.resolve({ bundle: (made += 1), size }),
    );
  expect([await ask('a'), await ask('a'), await ask('b'), await ask(undefined), await ask(undefined)]).toEqual([
    1, 1, 2, 3, 4,
  ]);
  size = 11;
  expect(await ask('a')).toBe(5);
});
