import { expectRowsAgree } from '../../support/rows-agree.js';
import { AnsweringSmtp } from '../../support/answering-smtp.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { MessageIntake } from '../../../src/requests/correspondence/message-intake.js';
import { CorrespondenceWorld } from '../requests/correspondence/correspondence-world.js';

const DSB = CHAMBER.designation.email;
const OURS = 'forthwith@localhost.localdomain';

let smtp: AnsweringSmtp;
let app: TestApplication;
let world: CorrespondenceWorld;

beforeAll(async () => {
  smtp = new AnsweringSmtp({ dsn: true });
  const port = await smtp.listen();
  app = await startTestApplication({
    forwarding: 'unawaited',
    config: { smtp: { host: '127.0.0.1', port, secure: false, requireTls: false } },
  });
  world = await CorrespondenceWorld.on(app);
});
afterAll(async () => {
  await app.stop();
  await smtp.close();
});

interface HandedOver {
  readonly id: string;
  readonly reference: string;
  /** Of the forwarding mail. */
  readonly messageId: string;
  readonly returnPath: string;
  readonly envelope: string;
}

async function handedOver(): Promise<HandedOver> {
  const token = await app.token('staff');
  const answer = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'email', message: 'Widerspruch', from: 'A', rights: ['objection'] }),
  });
  const { id, reference } = (await answer.json()) as { id: string; reference: string };
  await until(id, 'forwarding.accepted');
  const mail = smtp.mails.find(({ to, text }) => to.includes(DSB) && text.includes(reference));
  return {
    ...{ id, reference },
    messageId: /^Message-ID:\s+(<[^>]+>)/im.exec(mail?.text ?? '')?.[1] ?? '',
    returnPath: mail?.from ?? '',
    envelope: mail?.envelopeId ?? '',
  };
}

const names = async (id: string) => (await world.events(id)).map(({ event }) => event);
const until = (id: string, event: string) =>
  eventually(async () => (await world.events(id)).find((one) => one.event === event));
const take = (raw: string, recipients?: readonly string[]) =>
  app.running.application.get(MessageIntake).take(Buffer.from(raw.replaceAll(/\r?\n/g, '\r\n')), recipients);
const forwarding = async (id: string) => {
  const token = await app.token('dpo');
  const answer = await fetch(`${app.address}/api/v1/requests/${id}`, { headers: { authorization: `Bearer ${token}` } });
  return ((await answer.json()) as { forwarding: Record<string, unknown> }).forwarding;
};
const owner = (text: string, values: unknown[] = []) => app.database.asOwner((client) => client.query(text, values));

let count = 0;
/** After RFC 3464, as Postfix writes it; `about` and `envelope` as far as the server knew them. */
function report(action: string, { about = '', envelope = '', to = OURS } = {}): string {
  count += 1;
  return [
    ...['From: MAILER-DAEMON@innen.kammer.example', `To: ${to}`, 'Subject: Zustellbericht'],
    ...[`Message-ID: <meldung-${count}@innen.kammer.example>`, 'MIME-Version: 1.0', 'Auto-Submitted: auto-replied'],
    'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
    ...['', '--B', 'Content-Type: text/plain', '', 'mailbox full'],
    ...['', '--B', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; innen.kammer.example'],
    ...(envelope === '' ? [] : [`Original-Envelope-Id: ${envelope}`]),
    ...['', 'Final-Recipient: rfc822; datenschutz@kammer.example', `Action: ${action}`, 'Status: 5.2.2'],
    ...['', '--B', 'Content-Type: text/rfc822-headers', '', `To: ${DSB}`],
    ...(about === '' ? [] : [`Message-ID: ${about}`]),
    ...['', '--B--', ''],
  ].join('\n');
}

test('a forwarding that comes back is failed: alarm, deputy, and sent again under the same Message-ID', async () => {
  const { id, reference, messageId } = await handedOver();
  expect(await take(report('failed', { about: messageId }))).toBe(true);

  const bounced = await until(id, 'forwarding.bounced');
  expect(bounced.facts).toMatchObject({ attempt: 1, retryAt: expect.any(String) as string });
  expect(await forwarding(id)).toMatchObject({ state: 'bounced', forwardedAt: null });
  expect(await world.dpo.page('/vorgaenge')).toContain('zurückgekommen');
  expect(await world.dpo.page(`/vorgaenge/${id}/schriftverkehr`)).toContain('Meldung des Mailservers');

  await owner(`UPDATE outbox_job SET run_at = now() WHERE kind = 'forward'`);
  await eventually(async () => ((await forwarding(id))['state'] === 'forwarded' ? true : undefined));
  const sent = smtp.mails.filter(({ to, text }) => to.includes(DSB) && text.includes(reference));
  expect(sent).toHaveLength(2);
  expect(sent[1]?.text).toContain(messageId);
  expect(sent[1]?.text).toContain('X-Forthwith-Attempt: 2');
  expect((await names(id)).filter((event) => event === 'forwarding.accepted')).toHaveLength(2);
});

test.each([
  ['its Message-ID', ({ messageId }: HandedOver) => [report('failed', { about: messageId })] as const],
  ['its envelope identifier', ({ envelope }: HandedOver) => [report('failed', { envelope })] as const],
  ['its return address', ({ returnPath }: HandedOver) => [report('failed'), [returnPath]] as const],
  ['its return address in the head', ({ returnPath }: HandedOver) => [report('failed', { to: returnPath })] as const],
  [
    'its return address, in a text of a server',
    ({ returnPath }: HandedOver) =>
      [
        `From: postmaster@alt.example\nTo: ${returnPath}\nSubject: Unzustellbar\nMessage-ID: <x${(count += 1)}@alt.example>\n\nIhre Nachricht konnte nicht zugestellt werden.`,
      ] as const,
  ],
])('a report is put to the forwarding by %s', async (_what, compose) => {
  const it = await handedOver();
  const [raw, recipients] = compose(it);
  expect(await take(raw, recipients)).toBe(true);
  await until(it.id, 'forwarding.bounced');
});

test('the same report twice, and a second one meanwhile, are one bounce', async () => {
  const { id, messageId } = await handedOver();
  const raw = report('failed', { about: messageId });
  expect([await take(raw), await take(raw), await take(report('failed', { about: messageId }))]).toEqual([
    true,
    true,
    true,
  ]);
  expect((await names(id)).filter((event) => event === 'forwarding.bounced')).toHaveLength(1);
});

test('a forged report, and a report of somebody else’s mail, do nothing', async () => {
  const { id, returnPath, envelope } = await handedOver();
  const wrong = (token: string) => `${token.startsWith('a') ? 'b' : 'a'}${token.slice(1)}`;
  const token = /\+b([a-z2-7]{26})@/.exec(returnPath)?.[1] ?? '';
  expect(token).toBe(envelope);
  for (const raw of [
    report('failed', { about: '<fremd@anderswo.example>' }),
    report('failed', { about: `<${id}.forwarding@localhost.localdomain>` }),
    report('failed', { envelope: wrong(envelope) }),
    report('failed', { to: returnPath.replace(token, wrong(token)) }),
  ]) {
    expect(await take(raw)).toBe(false);
  }
  expect(await forwarding(id)).toMatchObject({ state: 'forwarded', arrival: null });
});

test('delay is no bounce, and an absence note to the return address is none either', async () => {
  const { id, returnPath, messageId } = await handedOver();
  await take(report('delayed', { about: messageId }));
  await take(
    [
      ...[`From: ${DSB}`, `To: ${returnPath}`, 'Return-Path: <>', 'Subject: Abwesend: neuer Vorgang'],
      ...['Auto-Submitted: auto-replied', 'Message-ID: <weg@kammer.example>', `In-Reply-To: ${messageId}`],
      ...['', 'Ich bin bis 7. Dezember nicht erreichbar. Ihre Nachricht wurde nicht zugestellt.'],
    ].join('\n'),
  );
  expect(await names(id)).not.toContain('forwarding.bounced');
  expect(await forwarding(id)).toMatchObject({ state: 'forwarded' });
});

test('what is known of the arrival is said as exactly as a report with our own identifier says it', async () => {
  const { id, envelope, messageId } = await handedOver();
  expect(await forwarding(id)).toMatchObject({ arrival: null });
  // Whoever saw the mail knows its Message-ID: good news needs more than that.
  await take(report('delivered', { about: messageId }));
  expect(await forwarding(id)).toMatchObject({ arrival: null });
  await take(report('relayed', { envelope }));
  expect(await forwarding(id)).toMatchObject({ arrival: 'passed-on' });
  await take(report('delivered', { envelope }));
  expect(await forwarding(id)).toMatchObject({ arrival: 'delivered', state: 'forwarded' });
  await take(report('relayed', { envelope }));
  expect(await forwarding(id)).toMatchObject({ arrival: 'delivered' });
});

test('once the DPO has taken over, a bounce is recorded and nothing is sent again', async () => {
  const { id, messageId } = await handedOver();
  await world.dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
  await take(report('failed', { about: messageId }));
  const { facts } = await until(id, 'forwarding.bounced');
  expect(facts).toMatchObject({ deputy: false });
  expect(facts).not.toHaveProperty('retryAt');
  expect(await forwarding(id)).toMatchObject({ state: 'acknowledged' });
});

test('a reply of the DPO to the forwarding lies in its case, and is no answer of the person', async () => {
  const { id, returnPath } = await handedOver();
  const raw = `From: Erika <${DSB}>\nTo: ${returnPath}\nSubject: AW: neuer Vorgang\nMessage-ID: <re@kammer.example>\n\nBitte die Anlage noch einmal.`;
  expect(await take(raw)).toBe(true);
  const received = await until(id, 'message.received');
  expect(received.facts).toMatchObject({ from: 'dpo', verified: false, threadedBy: 'token' });
  const page = await world.dpo.page(`/vorgaenge/${id}/schriftverkehr`);
  expect(page).toContain('Antwort der oder des DSB');
  expect(page).toContain('Bitte die Anlage noch einmal.');
});

test('after all of it the rows are what the log says', () => expectRowsAgree(app));
