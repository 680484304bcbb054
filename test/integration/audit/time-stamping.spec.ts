import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { LogAlarms } from '../../../src/audit/log-alarms.js';
import { Witnessing } from '../../../src/audit/witnessing.js';
import { openTimeStamp } from '../../../src/domain/timestamp/time-stamp.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { commandLineActor } from '../../../src/audit/actor.js';
import { HttpTimeStampingAuthority, TimeStampError } from '../../../src/audit/time-stamping.js';
import { verifyBundle } from '../../../src/domain/evidence/verify-bundle.js';
import { EvidenceService } from '../../../src/reports/evidence/evidence.service.js';
import { NODE_PORT } from '../../../src/verifier/node-port.js';
import { startTestApplication, type TestApplication } from '../../support/application.js';

// What a real authority says is in test/outside, because it needs OpenSSL; here it is one that fails.

const DAY_MS = 86_400_000;

let server: Server;
let answer: RequestListener;
let url: string;
beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => server.close());

const said =
  (status: number, type: string, body: string | Buffer): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': type }).end(body);
const REPLY = 'application/timestamp-reply';
const stampOf = (name: string) => readFileSync(`test/vectors/timestamp/${name}`);

const FAILURES: readonly (readonly [string, string, () => RequestListener])[] = [
  ['hangs up', 'unreachable', () => (request) => request.socket.destroy()],
  ['has an error of its own', 'not-a-response', () => said(500, 'text/plain', 'sorry')],
  ['is a web page', 'not-a-response', () => said(200, 'text/html', '<h1>hello</h1>')],
  ['leads elsewhere', 'unreachable', () => (_, response) => response.writeHead(302, { location: '/other' }).end()],
  ['answers rubbish', 'refused', () => said(200, REPLY, 'rubbish')],
  ['answers without end', 'too-large', () => said(200, REPLY, Buffer.alloc(200_000))],
  ['refuses', 'refused', () => said(200, REPLY, stampOf('rejected.tsr'))],
  ['repeats another’s stamp', 'other-request', () => said(200, REPLY, stampOf('rsa.tsr'))],
];

test.each(FAILURES)('an authority that %s is told by its code: %s', async (_, code, make) => {
  answer = make();
  const error = await new HttpTimeStampingAuthority(url)
    .stamp(Buffer.from('forthwith\n'))
    .then(() => undefined)
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(TimeStampError);
  expect((error as TimeStampError).code).toBe(code);
});

test('evidence is given out without the stamp of an authority that is down', async () => {
  answer = (request) => request.socket.destroy();
  const app: TestApplication = await startTestApplication({ config: { tsaUrl: url } });
  try {
    const { files } = await app.running.application.get(EvidenceService).issue(commandLineActor(app.organisationId), {
      scope: { kind: 'period', from: '2020-01-01' as never, to: '2099-12-31' as never },
      language: 'en',
      disclose: false,
    });
    const verdict = await verifyBundle(files, NODE_PORT);
    expect(verdict.outcome).toBe('consistent');
    expect(verdict.checks.find(({ check }) => check === 'time-stamps')?.state).toBe('absent');
    expect(app.logged()).toContain('a witness did not answer as it should');
  } finally {
    await app.stop();
  }
});

test('the DPO and the administrators are reminded before the certificate under the time stamps runs out', async () => {
  const opened = openTimeStamp(stampOf('p256.tsr'));
  const endsAt = typeof opened === 'string' ? '' : opened.endsAt;
  const clock = new FixedClock(new Date(Date.parse(endsAt) - 200 * DAY_MS));
  const app = await startTestApplication({ clock, config: { tsaUrl: url } });
  try {
    const { application } = app.running;
    const open = async () =>
      (await application.get(LogAlarms).open(app.organisationId)).map((one) => [one.kind, one.place]);
    await app.database.asOwner((client) =>
      client.query('INSERT INTO log_time_stamp (size, response, stamped_at) VALUES (1, $1, now())', [
        stampOf('p256.tsr'),
      ]),
    );
    await application.get(Witnessing).sweep();
    expect(await open()).not.toContainEqual(['stamp-ends', endsAt.slice(0, 10)]);
    clock.advance(150 * DAY_MS);
    await application.get(Witnessing).sweep();
    expect(await open()).toContainEqual(['stamp-ends', endsAt.slice(0, 10)]);
  } finally {
    await app.stop();
  }
});
