import { authenticationBy } from '../../../../src/domain/correspondence/authentication.js';

const US = 'mx.kammer.example';

test.each<[string, readonly string[], ReturnType<typeof authenticationBy>]>([
  ['nothing', [], undefined],
  ['another server alone', ['mx.angreifer.example; dmarc=pass'], undefined],
  ['our name within another', ['mx.kammer.example.angreifer.example; dmarc=pass'], undefined],
  ['our name in a comment', ['evil.example (mx.kammer.example); dmarc=pass'], undefined],
  [
    'ours',
    [`${US}; dmarc=pass (p=none) header.from=a.example; spf=softfail; dkim=pass`],
    { dmarc: 'pass', spf: 'fail', dkim: 'pass' },
  ],
  ['ours with a version and in capitals', ['MX.Kammer.example 1; DMARC=Fail'], { dmarc: 'fail' }],
  ['a comment with a result in it', [`${US} (x; dmarc=pass); dmarc=fail (a (b; spf=pass))`], { dmarc: 'fail' }],
  ['one of two signatures', [`${US}; dkim=fail header.d=a; dkim=pass header.d=b`], { dkim: 'pass' }],
  ['ours in two fields', [`${US}; spf=none`, `${US}; dmarc=temperror`], { spf: 'none', dmarc: 'unclear' }],
  ['ours without any', [`${US}; none`], {}],
  ['a comment never closed', [`${US}; spf=pass (((`], { spf: 'pass' }],
])('of %s', (_name, values, found) => {
  expect(authenticationBy(values, US)).toEqual(found);
});
