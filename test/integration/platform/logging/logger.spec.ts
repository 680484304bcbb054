import { type Client, type DatabaseError } from 'pg';
import { EntityNotFoundError, QueryFailedError } from 'typeorm';
import { StartError } from '../../../../src/platform/config/start-error.js';
import { createLogger, NestLog } from '../../../../src/platform/logging/logger.js';
import type { Log } from '../../../../src/platform/logging/log.js';
import { cloneDatabase, type TestDatabase } from '../../../support/database.js';

const PLANTED = 'Planted-Content';

interface Capture {
  readonly log: Log;
  readonly text: () => string;
  readonly line: () => Record<string, unknown>;
}

function capture(): Capture {
  const lines: string[] = [];
  const log = createLogger('debug', { write: (line) => void lines.push(line) });
  return { log, text: () => lines.join(''), line: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> };
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('did not throw');
}

/** As PostgreSQL itself words them, with everything it can carry. */
async function databaseErrors(database: TestDatabase): Promise<DatabaseError[]> {
  const errors: DatabaseError[] = [];
  const attempt = async (client: Client, text: string, values: unknown[] = []): Promise<void> => {
    await client.query(text, values).catch((error: unknown) => errors.push(error as DatabaseError));
  };
  await database.asOwner(async (client) => {
    await client.query('CREATE TEMPORARY TABLE planted (name text CONSTRAINT one_name UNIQUE)');
    await client.query('INSERT INTO planted VALUES ($1)', [PLANTED]);
    await attempt(client, 'INSERT INTO planted VALUES ($1)', [PLANTED]);
    await attempt(client, 'SELECT $1::text::uuid', [PLANTED]);
    await attempt(client, `SELECT '${PLANTED}'::int`);
    await attempt(client, `SELECT "${PLANTED}"`);
  });
  return errors;
}

function libraryErrors(): Error[] {
  return [
    new EntityNotFoundError('RightsRequest', { name: PLANTED }),
    thrownBy(() => JSON.parse(`"${PLANTED}`.slice(1))) as Error,
    thrownBy(() => BigInt(PLANTED)) as Error,
    thrownBy(() => new Intl.DateTimeFormat('de', { timeZone: PLANTED })) as Error,
    thrownBy(() => new URL(PLANTED)) as Error,
    Object.assign(new Error(`550 no such user ${PLANTED}`), { code: 'EENVELOPE', response: `550 ${PLANTED}` }),
  ];
}

/** Every way the program can hand an error to its log. */
const WAYS: readonly [string, (log: Log, error: Error) => void][] = [
  ['as err', (log, error) => log.error({ err: error }, 'failed')],
  ['as err, without a message', (log, error) => log.error({ err: error })],
  ['alone', (log, error) => log.warn(error)],
  ['alone, with a message', (log, error) => log.warn(error, 'failed')],
  ['under another name', (log, error) => log.info({ reason: error }, 'failed')],
  ['within a message', (log, error) => log.info({ job: 1 }, 'failed: %s', error)],
  ['through Nest', (log, error) => new NestLog(log).error(error, 'Context')],
  ['through Nest, as the stack', (log, error) => new NestLog(log).error('failed', error)],
  ['through Nest, as a warning', (log, error) => new NestLog(log).warn(error, 'Context')],
];

describe('the log', () => {
  let database: TestDatabase;
  let errors: Error[];

  beforeAll(async () => {
    database = await cloneDatabase();
    const fromDatabase = await databaseErrors(database);
    const fromTypeorm = fromDatabase.map((error) => new QueryFailedError(`INSERT '${PLANTED}'`, [PLANTED], error));
    errors = [...fromDatabase, ...fromTypeorm, ...libraryErrors()];
  });
  afterAll(() => database.drop());

  test('each of these errors would give content away', () => {
    expect(errors).toHaveLength(14);
    for (const error of errors) {
      expect(`${error.message} ${JSON.stringify(error)}`).toContain(PLANTED);
    }
  });

  test.each(WAYS)('no content comes out of an error handed over %s', (_, hand) => {
    for (const error of errors) {
      const { log, text } = capture();
      hand(log, error);
      expect(text()).not.toContain(PLANTED);
      expect(text()).not.toBe('');
    }
  });

  test('what the operator needs does come out: name, SQLSTATE, constraint and place', () => {
    const { log, line } = capture();
    log.error({ err: errors[0], job: 7 }, 'failed');
    expect(line()).toMatchObject({
      msg: 'failed',
      job: 7,
      err: { name: 'error', code: '23505', constraint: 'one_name' },
    });
    expect((line()['err'] as { stack: string[] }).stack[0]).toMatch(/^at /);
  });

  test('a message of our own comes out', () => {
    const { log, line } = capture();
    log.error({ err: new StartError('DATA_DIR: cannot write', { code: 'data-dir-unusable' }) });
    expect(line()).toMatchObject({
      msg: 'error',
      err: { code: 'data-dir-unusable', message: 'DATA_DIR: cannot write' },
    });
    log.warn(new Error('a defect'));
    expect(line()).toMatchObject({ err: { name: 'Error', message: 'a defect' } });
  });

  test('lines of a message that look like frames are not taken for the stack', () => {
    const { log, text } = capture();
    log.error({ err: Object.assign(new Error(`x\n    at ${PLANTED} (file.js:1:1)`), { code: 'E' }) }, 'failed');
    expect(text()).not.toContain(PLANTED);
  });

  test('below the level asked for nothing is written', () => {
    const lines: string[] = [];
    const log = createLogger('warn', { write: (line) => void lines.push(line) });
    new NestLog(log).log('started', 'Nest');
    log.info('told');
    expect(lines).toEqual([]);
  });

  test('Nest writes into the same log, its chatter as debug', () => {
    const { log, line } = capture();
    const nest = new NestLog(log);
    nest.log('started', 'Router');
    expect(line()).toMatchObject({ level: 20, msg: 'started', context: 'Router' });
    nest.warn('look', 'Router');
    expect(line()).toMatchObject({ level: 40, msg: 'look' });
    nest.fatal('over', 'Router');
    expect(line()).toMatchObject({ level: 60, msg: 'over' });
    nest.log({ name: PLANTED });
    expect(JSON.stringify(line())).not.toContain(PLANTED);
  });
});
