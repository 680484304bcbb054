import { verdict, type ForwardingFacts } from '../../../../src/domain/forwarding/verdict.js';

const at = (moment: string) => Date.parse(`2026-11-23T${moment}:00Z`);
const FACTS: ForwardingFacts = {
  ...{ receivedAt: at('08:00'), recordedAt: at('12:00'), forwardedAt: at('12:00') + 1_000 },
  ...{ handoverLimitMinutes: 60, forwardingLimitSeconds: 60 },
  ...{ designatedRecipients: 'x', actualRecipients: 'x' },
};

describe('“at once” counts from seeing', () => {
  test.each<[string, Partial<ForwardingFacts>, boolean]>([
    ['it arrived four hours ago, and nobody said when it was seen', {}, false],
    ['it was seen half an hour ago', { seenAt: at('11:30') }, true],
    ['it was seen two hours ago', { seenAt: at('10:00') }, false],
    ['it arrived half an hour ago, and was seen since', { receivedAt: at('11:30') }, true],
    ['it was seen just now, of a letter of that day', { arrival: 'day', seenAt: at('12:00') }, true],
  ])('%s', (_, facts, inTime) => {
    const { handoverInTime, atOnce } = verdict({ ...FACTS, ...facts });
    expect([handoverInTime, atOnce]).toEqual([inTime, inTime]);
  });

  test('an arrival that nobody knows is no success, also where it was seen just now', () => {
    const facts: ForwardingFacts = { ...FACTS, arrival: 'unknown', receivedAt: at('12:00') };
    expect(verdict(facts)).toMatchObject({ handoverInTime: false, atOnce: false });
    expect(verdict({ ...facts, seenAt: at('12:00') })).toMatchObject({ handoverInTime: true, atOnce: false });
  });
});
