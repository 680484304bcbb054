import { systemActor } from '../../../src/audit/actor.js';
import { DPO_ATTEMPTS } from '../../../src/audit/mail-jobs.js';
import { MAIL_KINDS, type MailKind } from '../../../src/domain/log/events/mail.js';
import { InboundMails } from '../../../src/intake/mail/inbound-mails.js';
import { ReminderSweep } from '../../../src/deadlines/reminder-sweep.js';
import { ScheduleSweep } from '../../../src/reports/schedules/schedule-sweep.js';
import { Erasing } from '../../../src/retention/erasing.js';
import { AnsweringSmtp } from '../../support/answering-smtp.js';
import { CHAMBER, eventually, startTestApplication, type TestApplication } from '../../support/application.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { Visitor } from '../../support/visitor.js';
import { CorrespondenceWorld } from '../requests/correspondence/correspondence-world.js';

const DAY = 86_400_000;
const INTAKE = 'betroffene@kammer.example';
const DSB = CHAMBER.designation.email;

let smtp: AnsweringSmtp;
let app: TestApplication;
let world: CorrespondenceWorld;
let clock: FixedClock;
let number = 0;

beforeAll(async () => {
  smtp = new AnsweringSmtp();
  const port = await smtp.listen();
  clock = new FixedClock(new Date());
  app = await startTestApplication({
    clock,
    profile: { intakeAddresses: [INTAKE], confirmsMails: true },
    config: { smtp: { host: '127.0.0.1', port, secure: false, requireTls: false } },
  });
  world = await CorrespondenceWorld.on(app);
});
afterAll(async () => {
  await app.stop();
  await smtp.close();
});
beforeEach(() => answer(undefined));

/** From now on the server answers so to these, and takes mails to everybody else. */
function answer(responseCode: number | undefined, ...addresses: readonly string[]): void {
  smtp.refuse = (to) => (responseCode !== undefined && addresses.includes(to) ? { responseCode } : undefined);
}

const someone = (): string => `jemand${(number += 1)}@post.example`;
/** Their text, with the lines joined that the encoding broke (RFC 2045 section 6.7). */
const mailsTo = (address: string): readonly string[] =>
  smtp.mails.filter(({ to }) => to.includes(address)).map(({ text }) => text.replaceAll(/=\r?\n/g, ''));
const lastMailTo = (address: string): Promise<string> => eventually(() => Promise.resolve(mailsTo(address).at(-1)));
const owner = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
  app.database.asOwner(async (client) => (await client.query<Record<string, unknown>>(text, values)).rows);
const jobs = (kind: MailKind) => owner(`SELECT * FROM outbox_job WHERE kind = $1`, [kind]);
const runNow = () => owner(`UPDATE outbox_job SET run_at = now() WHERE lease_until IS NULL`);

interface Entry {
  readonly event: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

async function entries(event: string): Promise<readonly Entry[]> {
  const rows = await owner('SELECT bytes FROM log_entry WHERE event = $1 ORDER BY index', [event]);
  return rows.map(({ bytes }) => JSON.parse((bytes as Buffer).toString('utf8')) as Entry);
}

async function identityCheck(address: string): Promise<string> {
  const { id } = await world.takenOver();
  const path = `/vorgaenge/${id}/identitaet`;
  const check = /name="check" value="([^"]+)"/.exec(await world.dpo.page(path))?.[1] ?? '';
  const fields = { doubt: 'unknown-account', why: 'Das Konto heißt anders.', method: 'code' };
  await world.dpo.post(path, { check, ...fields, address, questions: '', documentReason: '' }, path);
  return id;
}

async function dataPackage(address: string): Promise<string> {
  const { id } = await world.takenOver(undefined, 'portability');
  const rights = `/vorgaenge/${id}/rechte`;
  await world.dpo.post(rights, { what: 'check', right: 'portability', 'check-public-task': 'no' }, rights);
  const form = new FormData();
  form.set('csrf', await world.dpo.tokenOn('/erinnerungen'));
  form.append('files', new Blob(['{"name":"Aurelia"}']), 'daten.json');
  const path = `/vorgaenge/${id}/uebertragung`;
  await world.dpo.upload(`${path}/paket`, form);
  const item = /eintrag=([0-9a-f-]{36})/.exec(await world.dpo.page(path))?.[1] ?? '';
  await world.dpo.post(path, { step: 'offer', item, address, days: '14' }, '/erinnerungen');
  return id;
}

interface Refusal {
  /** Who refuses, and what has to be done for such a mail; run while `address` is refused. */
  readonly address: string;
  readonly raise: () => Promise<unknown>;
  readonly event: string;
  /** What the DPO reads, and where. */
  readonly shown: string;
  readonly page: string;
  /** The DPO's own: tried again. */
  readonly again: boolean;
  /** Whose desk it is, where it is not the DPO's. */
  readonly reader?: Visitor;
}

/** How each kind comes about, and where its refusal is seen. A kind without a line does not compile. */
const KINDS: Readonly<Record<MailKind, () => Promise<Refusal>>> = {
  'send-message': async () => {
    const address = someone();
    const { page } = await world.takenOver(address);
    const shown = 'Nachricht an die Person';
    return {
      address,
      raise: () => world.write(page, 'receipt'),
      event: 'message.failed',
      shown,
      page: '/vorgaenge',
      again: false,
    };
  },
  'tell-recipient': async () => {
    const address = someone();
    const { id } = await world.takenOver();
    const page = `/vorgaenge/${id}/empfaenger`;
    await world.dpo.post(page, { step: 'add', name: 'Druckerei', email: address }, '/erinnerungen');
    const item = /eintrag=([0-9a-f-]{36})/.exec(await world.dpo.page(page))?.[1] ?? '';
    const raise = () =>
      world.dpo.post(page, { step: 'mail', item, subject: 'Mitteilung', text: 'Bitte löschen.' }, '/erinnerungen');
    const shown = 'Mitteilung an einen Empfänger (Art. 19)';
    return { address, raise, event: 'recipient.failed', shown, page: '/vorgaenge', again: false };
  },
  'message-notice': async () => {
    const address = someone();
    const { page } = await world.takenOver(address);
    const raise = async () => {
      answer(550, DSB, address);
      await world.write(page, 'receipt');
    };
    return { address: DSB, raise, event: 'mail.refused', shown: OWN, page: '/vorgaenge', again: true };
  },
  'unassigned-mail': () => {
    const raise = () => {
      const raw = Buffer.from(`From: x@y.example\nMessage-ID: <${(number += 1)}@y.example>\nSubject: Frage\n\nHallo`);
      const arrival = { at: clock.now(), organisation: undefined, isHistory: false };
      return app.running.application.get(InboundMails).take(raw, arrival);
    };
    return Promise.resolve({ address: DSB, raise, event: 'mail.refused', shown: OWN, page: '/vorgaenge', again: true });
  },
  'mail-confirmation': () => {
    const address = someone();
    const raise = () => {
      const head = [`From: ${address}`, `To: ${INTAKE}`, `Message-ID: <${(number += 1)}@y.example>`, 'Subject: Frage'];
      const arrival = { at: clock.now(), organisation: undefined, isHistory: false };
      return app.running.application.get(InboundMails).take(Buffer.from([...head, '', 'Hallo'].join('\n')), arrival);
    };
    const shown = 'Automatische Eingangsbestätigung';
    return Promise.resolve({ address, raise, event: 'mail.refused', shown, page: '/vorgaenge', again: false });
  },
  'identity-code': async () => {
    const address = someone();
    const shown = 'Code zur Identitätsprüfung';
    return Promise.resolve({
      address,
      raise: () => identityCheck(address),
      event: 'mail.refused',
      shown,
      page: '/vorgaenge',
      again: false,
    });
  },
  'identity-told': async () => {
    const address = someone();
    await identityCheck(address);
    const text = await lastMailTo(address);
    const code = /Code: (\d{6})\b/.exec(text)?.[1] ?? '';
    const link = /\/bestaetigen\/[\w-]+/.exec(text)?.[0] ?? '';
    const raise = () => new Visitor(app).send(link, { code });
    return { address: DSB, raise, event: 'mail.refused', shown: OWN, page: '/vorgaenge', again: true };
  },
  'package-link': async () => {
    const address = someone();
    return Promise.resolve({
      address,
      raise: () => dataPackage(address),
      event: 'mail.refused',
      shown: 'E-Mail zum Abholen des Datenpakets',
      page: '/vorgaenge',
      again: false,
    });
  },
  'package-code': async () => {
    const address = someone();
    await dataPackage(address);
    const link = /\/abholen\/[\w-]+/.exec(await lastMailTo(address))?.[0] ?? '';
    const raise = () => new Visitor(app).send(`${link}/code`, {});
    const shown = 'E-Mail zum Abholen des Datenpakets';
    return { address, raise, event: 'mail.refused', shown, page: '/vorgaenge', again: false };
  },
  'task-mail': async () => {
    const address = someone();
    const { id } = await world.takenOver();
    const page = `/vorgaenge/${id}/auftraege`;
    const task = /name="id" value="([^"]+)"/.exec(await world.dpo.page(page))?.[1] ?? '';
    const until = new Date(clock.now().getTime() + 5 * DAY).toISOString().slice(0, 10);
    const fields = { id: task, what: 'Bitte das Bild entfernen.', until, user: '', address, afterSafe: '1' };
    const raise = () => world.dpo.post(page, fields, page);
    return {
      address,
      raise,
      event: 'mail.refused',
      shown: 'Auftrag an den Fachbereich',
      page: '/vorgaenge',
      again: false,
    };
  },
  'send-report': async () => {
    const address = someone();
    const page = '/berichte/zeitplan';
    const nextOn = new Date(clock.now().getTime() + 40 * DAY).toISOString().slice(0, 10);
    const fields = { kind: 'monthly', form: 'link', language: 'de', recipients: address, nextOn: '' };
    const raise = async () => {
      await world.dpo.post(page, fields, page);
      clock.set(new Date(`${nextOn}T09:00:00Z`));
      await app.running.application.get(ScheduleSweep).sweep();
    };
    return Promise.resolve({
      address,
      raise,
      event: 'report.refused',
      shown: `Nicht angekommen: ${address}`,
      page,
      again: false,
    });
  },
  'account-mail': async () => {
    const address = someone();
    const page = '/verwaltung/nutzende';
    const reader = await Visitor.signedIn(app, someone(), 'admin');
    const raise = () => reader.post(page, { email: address, roles: 'staff' }, page);
    return { address, raise, event: 'mail.refused', shown: 'Einladung nicht zustellbar', page, again: false, reader };
  },
  'breach-alarm': async () => {
    const address = someone();
    await owner('UPDATE organisation SET breach_contacts = $1', [[address]]);
    const { id } = await world.takenOver();
    const page = `/vorgaenge/${id}/panne`;
    const raise = () => world.dpo.post(page, { step: 'note' }, page);
    const shown = 'Alarm zu einer möglichen Datenpanne';
    return { address, raise, event: 'mail.refused', shown, page: '/vorgaenge', again: false };
  },
  'erasure-certificate': async () => {
    const address = someone();
    const { id } = await world.takenOver(address);
    const raise = async () => {
      await app.database.asOwner((client) =>
        client.query(
          `UPDATE rights_request SET state = 'closed', closed_at = now() - interval '400 days' WHERE id = $1`,
          [id],
        ),
      );
      await app.running.application.get(Erasing).erase(systemActor(app.organisationId), id);
    };
    const [shown, page] = ['Mitteilung an die Person nicht zustellbar', `/vorgaenge/${id}/loeschung`];
    return { address, raise, event: 'erasure.uncertified', shown, page, again: false };
  },
  remind: async () => {
    await world.takenOver();
    const raise = async () => {
      clock.set(new Date(clock.now().getTime() + 60 * DAY));
      await app.running.application.get(ReminderSweep).sweep();
    };
    const shown = 'Erinnerung an Fristen an Ihre eigene Adresse';
    return { address: DSB, raise, event: 'mail.refused', shown, page: '/vorgaenge', again: true };
  },
};
const OWN = 'Benachrichtigung an Ihre eigene Adresse';

const refusalsOf = async (event: string, kind: MailKind) =>
  (await entries(event)).filter(({ facts }) => event !== 'mail.refused' || facts['mail'] === kind);

/** Raises a mail of this kind and waits until its refusal is an entry. */
async function refused(kind: MailKind): Promise<Refusal & { readonly entry: Entry; readonly logged: string }> {
  const refusal = await KINDS[kind]();
  const { address, raise, event } = refusal;
  const [before, logged] = [(await refusalsOf(event, kind)).length, app.logged().length];
  answer(550, address);
  await raise();
  const entry = await eventually(async () => (await refusalsOf(event, kind))[before]);
  return { ...refusal, entry, logged: app.logged().slice(logged) };
}

test.each(MAIL_KINDS)(
  'a mail of kind %s that is refused for good is in the log and on the desk of whoever can mend it',
  async (kind) => {
    const { entry, logged, shown, page, again, reader = world.dpo } = await refused(kind);
    expect(entry.facts['smtpCode']).toBe(550);
    expect(await reader.page(page)).toContain(shown);
    expect(logged).toContain(`"mail":"${kind}"`);
    expect((await jobs(kind)).length > 0).toBe(again);
  },
);

test.each(['message-notice', 'identity-told', 'remind'] as const)(
  'a mail of kind %s, refused by the server of the DPO, is tried again, and the desk is quiet once it is accepted',
  async (kind) => {
    const { entry, shown, page } = await refused(kind);
    expect(entry.facts).toMatchObject({ mail: kind, attempt: 1, again: true });
    answer(undefined);
    await eventually(async () => {
      await runNow();
      return (await jobs(kind)).length === 0 ? true : undefined;
    });
    expect(await world.dpo.page(page)).not.toContain(shown);
  },
);

test('a mail about a case that a server refused is told to the DPO by mail, with the way to the page that helps', async () => {
  const address = someone();
  answer(550, address);
  const id = await identityCheck(address);
  const told = await eventually(() => Promise.resolve(mailsTo(DSB).find((text) => text.includes(`${id}/identitaet`))));
  expect(told).toContain('Die E-Mail mit dem Code zur Identit');
  expect(told).not.toContain(address);
});

test('a mail put off with 4xx is tried again until it is accepted, and nobody is alarmed', async () => {
  const address = someone();
  answer(451, address);
  await identityCheck(address);
  await eventually(async () => ((await jobs('identity-code'))[0]?.['attempts'] === 1 ? true : undefined));
  expect(await jobs('identity-code')).toMatchObject([{ attempts: 1, refused: false }]);
  answer(undefined);
  await runNow();
  expect(await lastMailTo(address)).toMatch(/Code: \d{6}/);
  await eventually(async () => ((await jobs('identity-code')).length === 0 ? true : undefined));
});

test('a notice that the server of the DPO refuses is one entry however often it is tried, and is given up after days', async () => {
  const person = someone();
  const { page } = await world.takenOver(person);
  const before = (await refusalsOf('mail.refused', 'message-notice')).length;
  answer(550, DSB, person);
  await world.write(page, 'receipt');
  await eventually(async () => ((await jobs('message-notice'))[0]?.['attempts'] === 1 ? true : undefined));
  await runNow();
  await eventually(async () => ((await jobs('message-notice'))[0]?.['attempts'] === 2 ? true : undefined));
  expect((await refusalsOf('mail.refused', 'message-notice')).length).toBe(before + 1);
  await owner(`UPDATE outbox_job SET attempts = $1, run_at = now() WHERE kind = 'message-notice'`, [DPO_ATTEMPTS - 1]);
  await eventually(async () => ((await jobs('message-notice')).length === 0 ? true : undefined));
  expect((await refusalsOf('mail.refused', 'message-notice')).at(-1)?.facts).toMatchObject({ again: false });
  expect(await world.dpo.page('/vorgaenge')).toContain(OWN);
});
