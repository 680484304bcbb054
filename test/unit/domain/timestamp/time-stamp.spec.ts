import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  openTimeStamp,
  timeStampCovers,
  timeStampQuery,
  type OpenedTimeStamp,
  type TimeStampFault,
} from '../../../../src/domain/timestamp/time-stamp.js';
import { holdsClaim } from '../../../../src/verifier/x509-claims.node.js';
import { sha } from '../log/naive-tree.js';

// The stamps are OpenSSL's (test/vectors/timestamp/make.sh), over the line "forthwith".

const MESSAGE = Buffer.from('forthwith\n');
const file = (name: string): Buffer => readFileSync(`test/vectors/timestamp/${name}`);

function opened(bytes: Uint8Array): OpenedTimeStamp {
  const stamp = openTimeStamp(bytes);
  if (typeof stamp === 'string') {
    throw new Error(stamp);
  }
  return stamp;
}

/** Where the token begins, behind PKIStatusInfo. */
const statusEnd = (bytes: Uint8Array): number => 6 + (bytes[5] ?? 0);

const isGood = (bytes: Uint8Array): boolean => {
  const stamp = openTimeStamp(bytes);
  return typeof stamp !== 'string' && stamp.claims.every(holdsClaim) && timeStampCovers(stamp, MESSAGE);
};

describe.each(['rsa', 'p256', 'p384'])('a stamp of an authority with %s', (kind) => {
  const bytes = file(`${kind}.tsr`);

  test('covers what was stamped and nothing else, and each of its claims holds', () => {
    const stamp = opened(bytes);
    expect(stamp.claims.map(holdsClaim)).not.toContain(false);
    expect(stamp.claims.length).toBeGreaterThanOrEqual(3);
    expect(timeStampCovers(stamp, MESSAGE)).toBe(true);
    expect(timeStampCovers(stamp, Buffer.from('forthwith'))).toBe(false);
  });

  test('names time, signer and root as OpenSSL does', () => {
    const root = new X509Certificate(file('root.pem'));
    expect(opened(bytes)).toMatchObject({
      genTime: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      accuracyMs: 1_500,
      policy: '1.2.3.4.1',
      signerName: `Test TSA ${kind}`,
      root: { name: 'Test Root', fingerprint: new Uint8Array(sha(root.raw)) },
    });
    expect(opened(bytes).nonce === undefined).toBe(kind === 'p256');
  });

  test('is good as a bare token, too', () => {
    // SEQUENCE { PKIStatusInfo, TimeStampToken }: the token is what is left behind the status.
    expect(isGood(bytes.subarray(statusEnd(bytes)))).toBe(true);
  });

  test('with one bit changed is good only where nothing is said', () => {
    const { root } = opened(bytes);
    for (let place = 0; place < bytes.length; place += 1) {
      const flipped = Buffer.from(bytes);
      flipped[place] = (flipped[place] ?? 0) ^ 0x01;
      // The status is not signed, by RFC 3161 itself; and whoever compares the root's fingerprint sees another one.
      const isStatus = place < statusEnd(bytes);
      const isOtherRoot = () => !Buffer.from(opened(flipped).root.fingerprint).equals(root.fingerprint);
      expect([place, !isGood(flipped) || isStatus || isOtherRoot()]).toEqual([place, true]);
    }
  });
});

test.each<[string, TimeStampFault]>([
  ['rejected.tsr', 'not-granted'],
  ['no-certificates.tsr', 'no-signer-certificate'],
  ['expired.tsr', 'not-valid-then'],
  ['sha512.tsr', 'unsupported-algorithm'],
])('%s is refused: %s', (name, fault) => {
  expect(openTimeStamp(file(name))).toBe(fault);
});

test('the certificate of a web server signs no time stamps', () => {
  // id-kp-timeStamping 1.3.6.1.5.5.7.3.8 becomes id-kp-serverAuth …3.1; seen before any signature is.
  const bytes = file('rsa.tsr');
  const at = bytes.indexOf(Buffer.from('06082b06010505070308', 'hex'));
  expect(at).toBeGreaterThan(0);
  bytes[at + 9] = 0x01;
  expect(openTimeStamp(bytes)).toBe('not-for-time-stamping');
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('HTTP/1.1 200 OK')],
  ['the beginning', file('rsa.tsr').subarray(0, 700)],
  ['a tail', Buffer.concat([file('rsa.tsr'), Buffer.of(0)])],
  ['an endless length', Buffer.from('3084ffffffff', 'hex')],
  ['an indefinite length', Buffer.from('30800000', 'hex')],
  ['a thousand levels', Buffer.concat(Array.from({ length: 1_000 }, () => Buffer.from('3080', 'hex')))],
])('%s is malformed, and nothing breaks', (_, bytes) => {
  expect(openTimeStamp(bytes)).toBe('malformed');
});

test('the query is the one that OpenSSL writes', () => {
  // openssl ts -query -sha256 -digest 07…07 -cert, with the nonce 0x8102030405060708
  const expected =
    '3043020101' + '3031300d060960864801650304020105000420' + '07'.repeat(32) + '0209008102030405060708' + '0101ff';
  const query = timeStampQuery(Buffer.alloc(32, 7), Buffer.from('8102030405060708', 'hex'));
  expect(Buffer.from(query).toString('hex')).toBe(
    expected.replace('3043', `30${(expected.length / 2 - 2).toString(16)}`),
  );
});

test.each([
  [31, 8],
  [32, 7],
])('a query with a digest of %d bytes and a nonce of %d is refused', (digest, nonce) => {
  expect(() => timeStampQuery(Buffer.alloc(digest), Buffer.alloc(nonce))).toThrow(RangeError);
});
