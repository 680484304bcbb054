import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { systemActor } from '../../../../src/audit/actor.js';
import { Database } from '../../../../src/platform/database/database.js';
import { aftercareOf } from '../../../../src/requests/joins/aftercare.sql.js';
import { PackagePickupService } from '../../../../src/requests/portability/package-pickup.service.js';
import { PackageSweep } from '../../../../src/requests/portability/package-sweep.js';
import { eventually, startTestApplication, type TestApplication } from '../../../support/application.js';
import { FixedClock } from '../../../support/fixed-clock.js';
import { Visitor } from '../../../support/visitor.js';

const PLANTED = 'Zaunkönig-Geheimnis-4711';
const DAY = 86_400_000;
let app: TestApplication;
let clock: FixedClock;
let dpo: Visitor;
let staff: string;
let number = 0;

beforeAll(async () => {
  clock = new FixedClock(new Date());
  app = await startTestApplication({ clock });
  staff = await app.token('staff');
  dpo = await Visitor.signedIn(app, 'dsb@kammer.example', 'dpo');
});
afterAll(() => app.stop());
beforeEach(() => clock.set(new Date()));

const pageOf = (id: string): string => `/vorgaenge/${id}/uebertragung`;

async function takenOver(answer: 'yes' | 'no' | 'open' = 'no'): Promise<string> {
  const response = await fetch(`${app.address}/api/v1/requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${staff}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'instagram', message: 'Meine Daten bitte.', rights: ['portability'] }),
  });
  const { id } = (await response.json()) as { id: string };
  await dpo.post(`/vorgaenge/${id}/uebernehmen`, {}, `/vorgaenge/${id}`);
  if (answer !== 'open') {
    const path = `/vorgaenge/${id}/rechte`;
    const step = { what: 'check', right: 'portability', 'check-public-task': answer };
    expect((await dpo.post(path, step, path)).status).toBe(303);
  }
  return id;
}

async function prepare(id: string, files: Readonly<Record<string, string>>, who = dpo): Promise<Response> {
  const form = new FormData();
  form.set('csrf', await who.tokenOn('/erinnerungen'));
  for (const [name, content] of Object.entries(files)) {
    form.append('files', new Blob([content]), name);
  }
  return who.upload(`${pageOf(id)}/paket`, form);
}

const FILES = { 'daten.json': JSON.stringify({ name: PLANTED }), 'kurse.csv': 'a;b\n1;"x;\ny"\n' };

async function prepared(files: Readonly<Record<string, string>> = FILES): Promise<{ id: string; item: string }> {
  const id = await takenOver();
  expect((await prepare(id, files)).status).toBe(303);
  const item = /eintrag=([0-9a-f-]{36})/.exec(await dpo.page(pageOf(id)))?.[1] ?? '';
  return { id, item };
}

const enter = (id: string, fields: Record<string, string>): Promise<Response> =>
  dpo.post(pageOf(id), fields, '/erinnerungen');

/** The mail to this address that begins so; `earlier`: how many like it came before. */
const mailTo = (address: string, subject: string, earlier = 0): Promise<string> =>
  eventually(async () => {
    const all = (await app.mailbox.listMails()).filter(
      (mail) => mail.to.includes(address) && mail.subject.startsWith(subject),
    );
    const found = all.length > earlier ? all[0] : undefined;
    return found === undefined ? undefined : ((await app.mailbox.readMail(found.id))?.text ?? undefined);
  });

async function offered(days = '14', files = FILES as Readonly<Record<string, string>>) {
  const { id, item } = await prepared(files);
  const address = `abholer${(number += 1)}@post.example`;
  expect((await enter(id, { step: 'offer', item, address, days })).status).toBe(303);
  const link = /\/abholen\/[\w-]+/.exec(await mailTo(address, 'Ihre Daten'))?.[0] ?? '';
  return { id, item, address, link };
}

const person = (): Visitor => new Visitor(app);

async function codeOf({ id, link, address }: Record<'id' | 'link' | 'address', string>, earlier = 0): Promise<string> {
  expect((await person().send(`${link}/code`, {})).status).toBe(303);
  const [, code = ''] = /Abholen: (\d{6})/.exec(await mailTo(address, 'Ihr Code', earlier)) ?? [];
  // The mail is there before the program has written down that it was taken.
  await eventually(async () => {
    const sent = (await eventsOf(id)).filter((event) => event === 'portability.code-sent');
    return sent.length > earlier ? true : undefined;
  });
  return code;
}

const pickup = () => app.running.application.get(PackagePickupService, { strict: false });
const erased = (id: string) => eventually(async () => ((await sealedPackages(id)) === 0 ? true : undefined));

/** Begins to download over a socket of its own and breaks it off after the first bytes, which are returned. */
function brokenDownload(link: string, code: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(app.address);
    const body = `code=${code}`;
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        [
          ...[`POST ${link} HTTP/1.1`, `Host: ${hostname}`, 'Content-Type: application/x-www-form-urlencoded'],
          ...[`Content-Length: ${body.length}`, '', body],
        ].join('\r\n'),
      );
    });
    socket.once('data', (chunk) => {
      socket.resetAndDestroy();
      resolve(chunk.toString('latin1'));
    });
    socket.once('error', reject);
  });
}

const another = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

const entriesOf = (id: string): Promise<{ event: string; text: string }[]> =>
  app.database.asOwner(async (client) => {
    const { rows } = await client.query<{ event: string; text: string }>(
      `SELECT event, convert_from(bytes, 'UTF8') AS text FROM log_entry
       WHERE rights_request_id = $1 AND event LIKE 'portability.%' ORDER BY index`,
      [id],
    );
    return rows;
  });
const eventsOf = async (id: string): Promise<string[]> => (await entriesOf(id)).map(({ event }) => event);

const sealedPackages = (id: string): Promise<number> =>
  app.database.asOwner(async (client) => {
    const { rowCount } = await client.query(
      `SELECT 1 FROM sealed WHERE rights_request_id = $1 AND field LIKE 'attachment-package-%'`,
      [id],
    );
    return rowCount ?? 0;
  });
const openPackages = async (id: string): Promise<number> =>
  (
    await app.running.application
      .get(Database)
      .ask(systemActor(app.organisationId), (executor) => aftercareOf(executor, id))
  ).packages;
const sweep = (): Promise<void> => app.running.application.get(PackageSweep).sweep();

describe('a package', () => {
  test.each(['yes', 'open'] as const)('is not made while the public task is answered %s', async (answer) => {
    const id = await takenOver(answer);
    expect((await prepare(id, FILES)).status).toBe(422);
    expect(await eventsOf(id)).toEqual([]);
    expect(await dpo.page(pageOf(id))).toContain(`/vorgaenge/${id}/rechte`);
  });

  test.each([
    ['nothing', {}],
    ['broken JSON', { 'a.json': '{"a":' }],
    ['a JSON that is no structure', { 'a.json': '"a"' }],
    ['rows of different length', { 'a.csv': 'a,b\n1\n' }],
    ['an open quotation mark', { 'a.csv': 'a,b\n"1,2\n' }],
    ['another format', { 'a.txt': '{}' }],
    ['eleven files', Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`${at}.json`, '{}']))],
  ])('is not made of %s', async (_, files) => {
    const id = await takenOver();
    const answer = await prepare(id, files);
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('id="files-error"')]);
    expect(await eventsOf(id)).toEqual([]);
  });

  test('is collected once with the code; then it is erased here and the case can be closed', async () => {
    const one = await offered();
    expect(await openPackages(one.id)).toBe(1);
    const code = await codeOf(one);
    const answer = await person().send(one.link, { code: ` ${code.slice(0, 3)} ${code.slice(3)}` });
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const zip = Buffer.from(await answer.arrayBuffer());
    expect(zip.subarray(0, 2).toString()).toBe('PK');
    const entries = await entriesOf(one.id);
    expect(entries[0]?.text).toContain(createHash('sha256').update(zip).digest('base64'));
    await erased(one.id);
    expect(await openPackages(one.id)).toBe(0);
    const twice = await person().send(one.link, { code });
    expect([twice.status, (await twice.text()).includes('schon abgeholt')]).toEqual([410, true]);
    expect((await eventsOf(one.id)).slice(-2)).toEqual(['portability.download-begun', 'portability.collected']);
    const said = [...entries.map(({ text }) => text), app.logged()].join('\n');
    expect(said).not.toMatch(new RegExp(`${PLANTED}|${one.address}|daten[.]json|kurse`));
  });

  test('goes to one only, of those who enter the code at once', async () => {
    const one = await offered();
    const code = await codeOf(one);
    const answers = await Promise.all(Array.from({ length: 4 }, () => person().send(one.link, { code })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await eventsOf(one.id)).filter((event) => event === 'portability.download-begun')).toHaveLength(1);
  });

  test('whose download breaks half way stays collectable with another code, and is erased when one arrives', async () => {
    // Some megabytes more than the buffers between two sockets hold.
    const large = JSON.stringify({ random: randomBytes(8 * 1024 * 1024).toString('base64') });
    const one = await offered('14', { 'daten.json': large });
    const code = await codeOf(one);
    const got = await brokenDownload(one.link, code);
    expect(got).toMatch(/^HTTP\/1.1 200/);
    await eventually(async () => ((await eventsOf(one.id)).includes('portability.download-broken') ? true : undefined));
    expect([await sealedPackages(one.id), await openPackages(one.id)]).toEqual([2, 1]);
    const used = await person().send(one.link, { code });
    expect([used.status, (await used.text()).includes('schon benutzt')]).toEqual([422, true]);

    clock.advance(1000);
    const again = await person().send(one.link, { code: await codeOf(one, 1) });
    const zip = Buffer.from(await again.arrayBuffer());
    const entries = await entriesOf(one.id);
    expect(entries[0]?.text).toContain(createHash('sha256').update(zip).digest('base64'));
    await erased(one.id);
    expect((await eventsOf(one.id)).filter((event) => /download|collected/.test(event))).toEqual([
      ...['portability.download-begun', 'portability.download-broken'],
      ...['portability.download-begun', 'portability.collected'],
    ]);
  });

  test('can be begun to download five times at most, whatever becomes of it', async () => {
    const one = await offered();
    for (let begun = 0; begun < 5; begun += 1) {
      const code = await codeOf(one, begun);
      const { actor, row } = await pickup().byLink(one.link.slice('/abholen/'.length));
      await pickup().collect(actor, row.id, code);
      await pickup().settle(actor, row, false);
    }
    expect((await person().get(one.link)).status).toBe(410);
    expect((await person().send(`${one.link}/code`, {})).status).toBe(410);
    const broken = (await eventsOf(one.id)).filter((event) => event === 'portability.download-broken');
    expect([broken.length, await sealedPackages(one.id)]).toEqual([5, 2]);
  });

  test('is locked after five wrong codes, also for the right one', async () => {
    const one = await offered();
    const code = await codeOf(one);
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await person().send(one.link, { code: another(code) })).status).toBe(422);
    }
    const right = await person().send(one.link, { code });
    expect([right.status, (await right.text()).includes('gesperrt')]).toEqual([410, true]);
    expect((await person().send(`${one.link}/code`, {})).status).toBe(410);
    expect((await eventsOf(one.id)).filter((event) => event === 'portability.code-refused')).toHaveLength(5);
    expect(await sealedPackages(one.id)).toBe(2);
  });

  test('cannot be collected after its time, and the sweep erases it once', async () => {
    const one = await offered('2');
    const code = await codeOf(one);
    clock.advance(2 * DAY + 1);
    expect((await person().send(one.link, { code })).status).toBe(410);
    await Promise.all([sweep(), sweep()]);
    await sweep();
    expect((await eventsOf(one.id)).filter((event) => event === 'portability.ended')).toHaveLength(1);
    expect(await sealedPackages(one.id)).toBe(0);
    const page = await person().get(one.link);
    const text = await page.text();
    expect([page.status, text.includes('abgelaufen'), text.includes('Fragen beantwortet')]).toEqual([410, true, true]);
  });

  test('is ended by the DPO, and the link tells so; an altered link is none', async () => {
    const one = await offered();
    const page = await person().get(one.link);
    expect([page.status, page.headers.get('x-robots-tag'), page.headers.get('cache-control')]).toEqual([
      ...[200, 'noindex, nofollow', 'no-store'],
    ]);
    expect(await page.text()).not.toMatch(/DSR-|daten[.]json/);
    const end = one.link.endsWith('A') ? 'Q' : 'A';
    expect((await person().get(`${one.link.slice(0, -1)}${end}`)).status).toBe(404);
    expect((await enter(one.id, { step: 'end', item: one.item })).status).toBe(303);
    expect((await enter(one.id, { step: 'end', item: one.item })).status).toBe(303);
    expect((await person().get(one.link)).status).toBe(410);
    expect((await eventsOf(one.id)).filter((event) => event === 'portability.ended')).toHaveLength(1);
    expect(await sealedPackages(one.id)).toBe(0);
  });

  test('goes directly to another controller, whose name lies sealed', async () => {
    const { id, item } = await prepared();
    const zip = await dpo.get(`${pageOf(id)}/${item}/paket.zip`);
    expect([zip.status, zip.headers.get('content-type')]).toEqual([200, 'application/zip']);
    const on = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' }).format(clock.now());
    const sent = { step: 'transmit', item, controller: 'Neuer Verantwortlicher', how: '', on };
    for (const never of ['2999-01-01', '2020-01-07']) {
      expect((await enter(id, { ...sent, on: never })).status).toBe(422);
    }
    expect((await enter(id, sent)).status).toBe(303);
    expect((await enter(id, sent)).status).toBe(422);
    const entries = await entriesOf(id);
    expect(entries.map(({ event }) => event)).toEqual(['portability.prepared', 'portability.transmitted']);
    expect(JSON.stringify(entries)).not.toContain('Neuer Verantwortlicher');
    expect(await dpo.page(pageOf(id))).toContain('Neuer Verantwortlicher');
    expect([await sealedPackages(id), await openPackages(id)]).toEqual([0, 0]);
  });

  test('is nobody’s but the DPO’s, and one case’s only', async () => {
    const { id, item } = await prepared();
    const other = await takenOver();
    expect((await enter(other, { step: 'end', item })).status).toBe(404);
    expect((await dpo.get(`${pageOf(other)}/${item}/paket.zip`)).status).toBe(404);
    for (const role of ['staff', 'auditor'] as const) {
      const visitor = await Visitor.signedIn(app, `${role}-fremd@kammer.example`, role);
      expect((await visitor.get(pageOf(id))).status).toBe(403);
      expect((await visitor.get(`${pageOf(id)}/${item}/paket.zip`)).status).toBe(403);
      expect((await prepare(id, FILES, visitor)).status).toBe(403);
    }
  });

  test('speaks English to whoever’s browser does', async () => {
    const { link } = await offered();
    const answer = await fetch(`${app.address}${link}`, { headers: { 'accept-language': 'en-GB' } });
    expect(await answer.text()).toContain('Collect your data');
  });
});
