import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLineActor } from '../../src/audit/actor.js';
import { AuditLog } from '../../src/audit/audit-log.js';
import { Integrator } from '../../src/audit/integrator.js';
import { KeyRotation } from '../../src/audit/key-rotation.service.js';
import { LogEpochs } from '../../src/audit/log-epochs.service.js';
import { LogKeys } from '../../src/audit/log-keys.js';
import { Witnessing } from '../../src/audit/witnessing.js';
import { civilDateIn } from '../../src/domain/civil-date.js';
import { readWhole } from '../../src/domain/evidence/bundle-files.js';
import type { VerifyOptions } from '../../src/domain/evidence/verify-bundle.js';
import type { Signer } from '../../src/domain/log/signed-note.js';
import { openBundle } from '../../src/verifier/node-files.js';
import { eventually, startTestApplication, type TestApplication } from './application.js';
import { cloneDatabase } from './database.js';

// Bundles and receipts that the program itself has given out: real PostgreSQL, real mail, real keys. Everything in them is
// as a stranger gets it; beside them lie the keys that signed them, so that a mutation can sign like a thief.

export interface ProgramBundle {
  readonly name: string;
  readonly files: Map<string, Uint8Array>;
  /** What its reader names. */
  readonly options: VerifyOptions;
  /** Keys of this log that signed before and count no more. */
  readonly retired: readonly Signer[];
}

export interface ProgramReceipt {
  readonly name: string;
  readonly text: string;
  readonly options: VerifyOptions;
}

export interface ProgramEvidence {
  readonly bundles: readonly ProgramBundle[];
  readonly receipts: readonly ProgramReceipt[];
}

const FILE_LIMIT_BYTES = 50_000_000;
const SLUG = 'kammer';

/** An installation at work, as its users see it: over HTTP, with a token for each role. */
class House {
  readonly bundles: ProgramBundle[] = [];
  readonly receipts: ProgramReceipt[] = [];
  readonly retired: Signer[] = [];
  /** Names that the reader gives beside the key. */
  named: Omit<VerifyOptions, 'trustedKeys'> = {};
  /** The key that the reader has; the log's own of now, if none was kept. */
  key: string | undefined;

  private constructor(
    readonly app: TestApplication,
    private readonly tokens: Readonly<Record<'staff' | 'dpo' | 'auditor', string>>,
  ) {}

  static async of(app: TestApplication): Promise<House> {
    const tokens = {
      staff: await app.token('staff'),
      dpo: await app.token('dpo'),
      auditor: await app.token('auditor'),
    };
    return new House(app, tokens);
  }

  async call(who: keyof House['tokens'], method: string, path: string, body?: object, version?: string) {
    const answer = await fetch(`${this.app.address}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.tokens[who]}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': version }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) {
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    }
    return answer;
  }

  async handOver(message: string, more: object = {}): Promise<string> {
    const body = { channel: 'instagram', message, rights: ['erasure'], ...more };
    const { id } = (await (await this.call('staff', 'POST', '/requests', body)).json()) as { id: string };
    await eventually(async () => {
      const shown = (await (await this.call('dpo', 'GET', `/requests/${id}`)).json()) as {
        forwarding: { state: string };
      };
      return shown.forwarding.state === 'forwarded' ? true : undefined;
    });
    return id;
  }

  async command(id: string, ...commands: readonly object[]): Promise<void> {
    for (const command of commands) {
      const { headers } = await this.call('dpo', 'GET', `/requests/${id}`);
      await this.call('dpo', 'POST', `/requests/${id}/commands`, command, headers.get('etag') ?? '');
    }
  }

  async keep(name: string, path: string, who: 'auditor' | 'dpo' = 'auditor'): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'forthwith-genuine-'));
    try {
      const file = join(folder, 'bundle.zip');
      writeFileSync(file, Buffer.from(await (await this.call(who, 'GET', path)).arrayBuffer()));
      const { files: opened, close } = await openBundle(file);
      const files = new Map<string, Uint8Array>();
      for (const each of opened.names) {
        files.set(each, await readWhole(opened, each, FILE_LIMIT_BYTES));
      }
      await close();
      this.bundles.push({ name, files, options: await this.options(), retired: [...this.retired] });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async keepReceipt(name: string, id: string): Promise<void> {
    const text = await (await this.call('staff', 'GET', `/requests/${id}/receipt`)).text();
    this.receipts.push({ name, text, options: await this.options() });
  }

  private async options(): Promise<VerifyOptions> {
    return { ...this.named, trustedKeys: [this.key ?? (await textAt(this.app, `/log/${SLUG}/key`))] };
  }
}

async function textAt({ address }: TestApplication, path: string): Promise<string> {
  return (await (await fetch(`${address}${path}`)).text()).trim();
}

const actorOf = ({ organisationId }: TestApplication) => commandLineActor(organisationId);

/** Requests in different states, and each kind of bundle over them. */
async function work(house: House, manner: string): Promise<readonly string[]> {
  const today = civilDateIn(new Date(), 'Europe/Berlin');
  const first = await house.handOver('Bitte löschen Sie alles über mich.');
  const second = await house.handOver('Welche Daten haben Sie?', { channel: 'linkedin', rights: ['access'] });
  const third = await house.handOver('Wie sind Ihre Öffnungszeiten?', { rights: [] });
  await house.command(first, { type: 'acknowledge' });
  await house.command(
    second,
    { type: 'acknowledge' },
    { type: 'check-claim', right: 'access', check: 'others-affected', answer: 'yes' },
  );
  await house.command(third, { type: 'acknowledge' });
  const answered = { on: today, way: 'letter', unproved: 'Aus der Papierakte' };
  await house.command(third, { type: 'retract', ...answered });
  await house.keep(`one request${manner}`, `/requests/${first}/evidence?language=en`);
  await house.keep(`a retracted request${manner}`, `/requests/${third}/evidence`);
  await house.keep(`a request disclosed${manner}`, `/requests/${second}/evidence?disclose=true`, 'dpo');
  await house.keep(`two requests${manner}`, `/evidence?request=${first}&request=${second}`);
  await house.keep(`a period with its figures${manner}`, `/evidence?from=2020-01-01&to=${today}&language=en`);
  await house.keep(`today${manner}`, `/evidence?from=${today}&to=${today}`);
  await house.keepReceipt(`a receipt${manner}`, first);
  await house.keepReceipt(`another receipt${manner}`, second);
  return [first, second, third];
}

/** Where it has no witness, and after its key was changed: for who has the first key, and for who has the new one. */
async function plainAndRotated(): Promise<ProgramEvidence> {
  const app = await startTestApplication();
  try {
    const house = await House.of(app);
    const firstKey = await textAt(app, `/log/${SLUG}/key`);
    const keys = app.running.application.get(LogKeys);
    const [before] = keys.signers(app.organisationId, SLUG);
    const ids = await work(house, '');
    await app.running.application.get(KeyRotation).rotate(actorOf(app), SLUG);
    house.retired.push(...(before === undefined ? [] : [before]));
    const [one = ''] = ids;
    const more = await house.handOver('Und was ist mit den Fotos?');
    await house.keep('one request, new key', `/requests/${one}/evidence`);
    house.key = firstKey;
    await house.keep('one request, reader has the first key', `/requests/${more}/evidence`);
    const today = civilDateIn(new Date(), 'Europe/Berlin');
    await house.keep('the period, reader has the first key', `/evidence?from=2020-01-01&to=${today}`);
    house.key = undefined;
    await house.keep('the period, new key', `/evidence?from=2020-01-01&to=${today}&language=en`);
    await house.keepReceipt('a receipt, new key', more);
    return house;
  } finally {
    await app.stop();
  }
}

/** An older backup was restored: the log went on in a second epoch that says so. */
async function inSecondEpoch(): Promise<ProgramEvidence> {
  const dataDir = mkdtempSync(join(tmpdir(), 'forthwith-genuine-'));
  const database = await cloneDatabase();
  const start = async (of: typeof database) => startTestApplication({ database: of, dataDir });
  let app = await start(database);
  try {
    await (await House.of(app)).handOver('Bitte löschen Sie meinen Namen.');
    await app.running.application.get(Integrator).integrateAll();
    await app.stop();
    const backup = await cloneDatabase(database);
    try {
      app = await start(database);
      await (await House.of(app)).handOver('Dies geht verloren.');
      await app.running.application.get(Integrator).integrateAll();
      await app.stop();
      app = await start(backup);
      // What comes next shows that there was more.
      await app.running.application.get(AuditLog).transact(actorOf(app), (transaction) => {
        transaction.record('clock.anomaly', { behindMs: 1 });
        return Promise.resolve();
      });
      await eventually(async () => {
        const { haltedLogs } = JSON.parse(await textAt(app, '/health/ready')) as { haltedLogs: readonly string[] };
        return haltedLogs.includes(SLUG) ? true : undefined;
      });
      await app.running.application.get(LogEpochs).open(actorOf(app), SLUG, 'backup-restored');
      const house = await House.of(app);
      await work(house, ', second epoch');
      await app.stop();
      return house;
    } finally {
      await backup.drop();
    }
  } finally {
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A sister installation cosigns, and the reader names it. */
async function witnessed(): Promise<ProgramEvidence> {
  const folders = ['one', 'other'].map((name) => mkdtempSync(join(tmpdir(), `forthwith-${name}-`)));
  const [own = '', sisters = ''] = folders;
  const database = await cloneDatabase();
  const config = (host: string) => ({ config: { logHost: host } });
  try {
    const before = await startTestApplication({ dataDir: own, database, ...config('own.example') });
    const logs = [await textAt(before, '/log/_logs/key'), await textAt(before, `/log/${SLUG}/key`)];
    await before.stop();
    writeFileSync(join(sisters, 'witness-policy'), logs.map((key) => `log ${key}\n`).join(''));
    const sister = await startTestApplication({ dataDir: sisters, ...config('sister.example') });
    try {
      const witness = `witness sister ${await textAt(sister, '/witness/key')}`;
      writeFileSync(join(own, 'witness-policy'), `${witness} ${sister.address}/witness\nquorum sister\n`);
      const app = await startTestApplication({ dataDir: own, database, ...config('own.example') });
      try {
        const house = await House.of(app);
        house.named = { trustedPolicy: `log ${logs[0] ?? ''}\n${witness}\nquorum sister\n` };
        await house.handOver('Bitte löschen Sie mein Bild.');
        const see = async () => {
          await app.running.application.get(Integrator).integrateAll();
          await app.running.application.get(Witnessing).showLogs();
          await app.running.application.get(Witnessing).sweep();
        };
        await see();
        await work(house, ', witnessed');
        return house;
      } finally {
        await app.stop();
      }
    } finally {
      await sister.stop();
    }
  } finally {
    await database.drop();
    folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
  }
}

/** Of every kind and manner that the program has. */
export async function evidenceOfProgram(): Promise<ProgramEvidence> {
  const all = [await plainAndRotated(), await inSecondEpoch(), await witnessed()];
  return {
    bundles: all.flatMap(({ bundles }) => bundles),
    receipts: all.flatMap(({ receipts }) => receipts),
  };
}
