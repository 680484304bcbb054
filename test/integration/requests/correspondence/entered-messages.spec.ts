import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import type { Actor } from '../../../../src/audit/actor.js';
import { uuidv7 } from '../../../../src/platform/ids.js';
import { ENTERED_LIMIT, EnteredMessages } from '../../../../src/requests/correspondence/entered-messages.service.js';
import { Visitor } from '../../../support/visitor.js';

let app: TestApplication;
let dpo: Visitor;
let staff: Visitor;
let number = 0;
beforeAll(async () => {
  app = await startTestApplication();
  dpo = await Visitor.signedIn(app, 'schutz@kammer.example', 'dpo');
  staff = await Visitor.signedIn(app, 'empfang@kammer.example', 'staff');
});
afterAll(() => app.stop());

/** Handed over by staff; its id. */
async function handedOver(): Promise<string> {
  const typed = {
    channel: 'instagram',
    message: 'Löscht das Foto!',
    from: 'anna.b \u{1F33B}',
    idempotencyKey: `k${(number += 1)}`,
  };
  const answer = await staff.post('/weitergeben', typed, '/weitergeben');
  return /weitergaben\/([0-9a-f-]{36})/.exec(answer.headers.get('location') ?? '')?.[1] ?? '';
}

const take = (id: string) => dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
const events = async (id: string): Promise<readonly string[]> => {
  const answer = await dpo.get(`/api/v1/requests/${id}/timeline`);
  return [...(await answer.text()).matchAll(/"event":"([a-z.-]+)"/g)].map(([, event = '']) => event);
};
const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10);

async function form(who: Visitor, page: string, typed: Readonly<Record<string, string>>, file?: string) {
  const html = await who.page(page);
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';
  const body = new FormData();
  Object.entries({ csrf: field('csrf'), message: field('message'), ...typed }).forEach(([name, value]) =>
    body.append(name, value),
  );
  if (file !== undefined) {
    body.append('files', new Blob([file]), 'nachricht.txt');
  }
  return body;
}

describe('a message that came in where no program of ours looks', () => {
  test('is entered into the thread by the DPO as a statement, with its files, and proves no reply of the person', async () => {
    const id = await handedOver();
    await take(id);
    const page = `/vorgaenge/${id}/eingang`;
    const sent = await form(
      dpo,
      page,
      { way: 'channel', on: day(1), text: 'Ich meinte das zweite Bild \u{1F643}' },
      'Bild',
    );
    expect((await dpo.upload(page, sent)).headers.get('location')).toBe(`/vorgaenge/${id}?getan=eingetragen`);
    const shown = await dpo.page(`/vorgaenge/${id}`);
    expect(shown).toContain('Ich meinte das zweite Bild \u{1F643}');
    expect(shown).toContain('eingetragen, nach Angabe eingegangen am');
    const file = /href="(\/vorgaenge\/[^"]+\/anlagen\/0)"/.exec(shown)?.[1] ?? '';
    expect(await (await dpo.get(file)).text()).toBe('Bild');
    const known = await events(id);
    expect(known).toContain('message.entered');
    expect(known).not.toContain('message.received');
  });

  test('sent twice it is entered once', async () => {
    const id = await handedOver();
    await take(id);
    const page = `/vorgaenge/${id}/eingang`;
    const message = /name="message" value="([^"]*)"/.exec(await dpo.page(page))?.[1] ?? '';
    for (const _ of [1, 2]) {
      const sent = await form(dpo, page, { way: 'oral', on: day(0), text: 'Rief noch einmal an.' });
      sent.set('message', message);
      expect((await dpo.upload(page, sent)).status).toBe(303);
    }
    expect((await events(id)).filter((event) => event === 'message.entered')).toHaveLength(1);
  });

  test.each([
    ['without its day', { way: 'oral', text: 'Anruf', on: '' }, 'on'],
    ['on a day that has not come', { way: 'oral', text: 'Anruf', on: '2999-01-01' }, 'on'],
    ['without saying how', { way: '', text: 'Anruf', on: '2026-01-05' }, 'way'],
    ['by mail, which nobody enters', { way: 'mail', text: 'Anruf', on: '2026-01-05' }, 'way'],
    ['with neither text nor file', { way: 'letter', text: ' ', on: '2026-01-05' }, 'text'],
    ['with a text without end', { way: 'letter', text: 'x'.repeat(ENTERED_LIMIT + 1), on: '2026-01-05' }, 'text'],
  ])('is refused at its field %s', async (_, typed, field) => {
    const id = await handedOver();
    await take(id);
    const page = `/vorgaenge/${id}/eingang`;
    const answer = await dpo.upload(page, await form(dpo, page, typed));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(`href="#${field}"`);
    expect(await events(id)).not.toContain('message.entered');
  });
});

test('of sixty messages, one of them with 20 MB, the page shows the last ones and stays small', async () => {
  const id = await handedOver();
  await take(id);
  const entered = app.running.application.get(EnteredMessages);
  const userId = await app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM user_account WHERE email = 'schutz@kammer.example'`,
    );
    return rows[0]?.id ?? '';
  });
  const actor: Actor = { organisationId: app.organisationId, userId, roles: ['dpo'], label: `user:${userId}` };
  for (let at = 0; at < 60; at += 1) {
    const files =
      at === 30
        ? [
            {
              filename: 'film.bin',
              contentType: 'application/octet-stream' as const,
              metadataRemoved: false,
              content: Buffer.alloc(20 * 2 ** 20),
            },
          ]
        : [];
    const message = { id: uuidv7(Date.now()), way: 'channel', on: day(1), from: '', text: `Nachricht Nummer ${at}.` };
    await entered.enter(actor, id, { ...message, files });
  }
  const shown = await dpo.page(`/vorgaenge/${id}`);
  expect(shown).toContain('48 frühere Nachrichten');
  expect(shown).toContain('Nachricht Nummer 59.');
  expect(shown).toContain('film.bin');
  expect(shown.length).toBeLessThan(400_000);
});

describe('whoever handed a case over', () => {
  test('adds to it, before and after it is taken over; the DPO is told, and finds it unread', async () => {
    const id = await handedOver();
    const page = `/weitergaben/${id}/ergaenzen`;
    const sent = await form(staff, page, { way: 'channel', on: day(0), text: 'Noch ein Bild' }, 'zweites Bild');
    expect((await staff.upload(page, sent)).headers.get('location')).toBe(`/weitergaben/${id}?getan=ergaenzt`);
    expect(await staff.page(`/weitergaben/${id}?getan=ergaenzt`)).toContain('Ergänzt.');
    await take(id);
    const shown = await dpo.page(`/vorgaenge/${id}`);
    expect(shown).toContain('Noch ein Bild');
    expect(shown).toMatch(/Als Nächstes[\s\S]{0,80}Nachricht/);
    const reference = /DSR-[0-9]{4}-[0-9A-Z]{7}/.exec(shown)?.[0] ?? '';
    await eventually(async () =>
      (await app.mailbox.listMails()).find(
        ({ subject }) => subject.startsWith(`${reference}: `) && /Nachricht|Antwort/.test(subject),
      ),
    );
  });

  test('sees nothing of what others have added or handed over', async () => {
    const id = await handedOver();
    const other = await Visitor.signedIn(app, `fremd${(number += 1)}@kammer.example`, 'staff');
    const page = `/weitergaben/${id}/ergaenzen`;
    expect([403, 404]).toContain((await other.get(page)).status);
    const sent = await form(staff, page, { way: 'channel', on: day(0), text: 'Von fremder Hand' });
    sent.set('csrf', await other.tokenOn('/weitergeben'));
    expect([403, 404]).toContain((await other.upload(page, sent)).status);
    expect(await events(id)).not.toContain('message.entered');
  });
});
