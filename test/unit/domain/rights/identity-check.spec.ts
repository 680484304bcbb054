import { createHmac } from 'node:crypto';
import { codeOf, judgeCode, missingIn, type IdentityCheckForm } from '../../../../src/domain/rights/identity-check.js';

const form = (fields: Partial<IdentityCheckForm>): IdentityCheckForm => ({
  ...{ doubt: 'name-differs', why: 'Anderer Name', method: 'known-channel', address: '', questions: '' },
  documentReason: '',
  ...fields,
});

describe('a check may begin', () => {
  test.each<[string, Partial<IdentityCheckForm>, string[]]>([
    ['by the known channel with doubt and words alone', {}, []],
    ['not without a doubt', { doubt: '' }, ['doubt required']],
    ['not on a doubt that is no reason', { doubt: 'always' }, ['doubt unknown-value']],
    ['not without saying why', { why: '\n ' }, ['why required']],
    ['not without a method', { method: '' }, ['method required']],
    ['by code only with an address', { method: 'code' }, ['address required']],
    ['by questions only with questions', { method: 'known-facts', address: 'a@b.example' }, ['questions required']],
    ['by document only with a reason of its own', { method: 'document' }, ['documentReason required']],
    ['by document with it', { method: 'document', documentReason: 'Kein anderer Weg' }, []],
  ])('%s', (_, fields, problems) => {
    expect(missingIn(form(fields)).map(({ field, code }) => `${field} ${code}`)).toEqual(problems);
  });
});

describe('a code', () => {
  test('is that of RFC 4226, Appendix D, for the same hash', () => {
    const hash = (counter: number): Buffer => {
      const moving = Buffer.alloc(8);
      moving.writeUInt8(counter, 7);
      return createHmac('sha1', '12345678901234567890').update(moving).digest();
    };
    const codes = Array.from({ length: 10 }, (_, counter) => codeOf(hash(counter)));
    expect(codes).toEqual([
      ...['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'],
    ]);
  });

  test.each<[string, boolean, number, number, string]>([
    ['is right within time and attempts', true, 4, 99, 'right'],
    ['is wrong', false, 0, 99, 'wrong'],
    ['is expired at its end, however right', true, 0, 100, 'expired'],
    ['is locked after five wrong ones, however right', true, 5, 99, 'locked'],
  ])('%s', (_, same, wrongSoFar, now, verdict) => {
    expect(judgeCode(same, { wrongSoFar, endsAt: 100 }, now)).toBe(verdict);
  });
});
