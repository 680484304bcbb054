import { createServer, type AddressInfo } from 'node:net';
import { AnsweringSmtp } from '../../support/answering-smtp.js';
import { eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { Visitor } from '../../support/visitor.js';

let app: TestApplication;
let port: number;

async function freePort(): Promise<number> {
  const server = createServer();
  const found = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
  await new Promise((resolve) => server.close(resolve));
  return found;
}

beforeAll(async () => {
  port = await freePort();
  app = await startTestApplication({
    forwarding: 'unawaited',
    config: { smtp: { host: '127.0.0.1', port, secure: false, requireTls: false } },
  });
});
afterAll(() => app.stop());

const ready = async () => {
  const response = await fetch(`${app.address}/health/ready`);
  return { code: response.status, ...((await response.json()) as { status: string; mail: Record<string, unknown> }) };
};
const metrics = async () => (await fetch(`${app.address}/metrics`)).text();
const told = () => app.logged().match(/takes no mail|takes mail again/g);

test('that mail does not go out is seen in health, metrics, log and administration, and so is that it does again', async () => {
  const admin = await Visitor.signedIn(app, 'verwaltung@kammer.example', 'admin');
  expect((await ready()).mail).toMatchObject({ status: 'ok', lastAcceptedSeconds: null, sendingTrouble: null });

  const token = await app.token('staff');
  await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'email', message: 'Widerspruch', rights: ['objection'] }),
  });
  // Requests are taken in all the same: whoever sends them here need not send them elsewhere.
  await eventually(async () => ((await ready()).mail['deferred'] === 1 ? true : undefined));
  expect(await ready()).toMatchObject({
    ...{ code: 200, status: 'degraded', accepting: true },
    mail: { status: 'degraded', sendingTrouble: 'network', late: 0, bounced: 0 },
  });
  expect(await metrics()).toContain('forthwith_mail_trouble{direction="out",class="network"} 1');
  expect(await metrics()).toContain('forthwith_deferred_mails 1');
  expect(await admin.page('/verwaltung')).toContain('gestört (network), zuletzt in Ordnung: noch nie');
  expect(told()).toHaveLength(1);

  const smtp = new AnsweringSmtp();
  await smtp.listen(port);
  try {
    await app.database.asOwner((client) => client.query('UPDATE outbox_job SET run_at = now()'));
    await eventually(async () => ((await ready()).status === 'ok' ? true : undefined));
    expect((await ready()).mail).toMatchObject({ deferred: 0, sendingTrouble: null });
    expect(await metrics()).not.toContain('forthwith_mail_trouble{');
    expect(await admin.page('/verwaltung')).toContain('in Ordnung, zuletzt vor');
    expect(told()).toHaveLength(2);
  } finally {
    await smtp.close();
  }
});
