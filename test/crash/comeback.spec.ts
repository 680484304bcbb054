import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import {
  clusterFolder,
  noServerLeft,
  ownerSession,
  postmaster,
  removeDataDir,
  serversOn,
} from '../support/postmaster.js';
import { preparedDataDir, runCommand, startProgram, type Program } from '../support/program.js';
import { signInAs } from '../support/signed-in.js';

/** From the end of a fault to the next request that is accepted. */

const folders: string[] = [];
const programs: Program[] = [];

afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.kill()));
  await Promise.all(folders.splice(0).map(removeDataDir));
});

async function started(dataDir = preparedDataDir()): Promise<{ program: Program; dataDir: string; desk: TestBrowser }> {
  folders.push(dataDir);
  const program = await startProgram(dataDir);
  programs.push(program);
  const cookie = (await signInAs(program, 'staff')) ?? '';
  return { program, dataDir, desk: new TestBrowser(program.address, cookie) };
}

/** Hands requests over by the API. */
class TestBrowser {
  readonly accepted: string[] = [];

  constructor(
    private readonly address: string,
    private readonly cookie: string,
  ) {}

  async handOver(): Promise<Response> {
    const answer = await fetch(`${this.address}/api/v1/requests`, {
      method: 'POST',
      headers: { cookie: this.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: 'email', message: 'Bitte um Auskunft' }),
    });
    if (answer.status === 201) {
      this.accepted.push(((await answer.json()) as { id: string }).id);
    }
    return answer;
  }

  /** Until one is accepted; what comes before must be "not now", never "defect". */
  async acceptedAgain(): Promise<void> {
    await eventually(async () => {
      const { status, headers } = await this.handOver();
      if (status !== 201 && (status !== 503 || headers.get('retry-after') !== '5')) {
        throw new Error(`answered ${status}, Retry-After ${headers.get('retry-after') ?? 'missing'}`);
      }
      return status === 201 ? true : undefined;
    });
  }

  /** The status that each accepted request is answered with: 200 for all of them, if none is lost. */
  async statuses(): Promise<readonly number[]> {
    const statuses: number[] = [];
    for (const id of this.accepted) {
      const status = await eventually(async () => {
        const headers = { cookie: this.cookie };
        // A connection kept open may be closed by the other side just as it is used.
        const answer = await fetch(`${this.address}/api/v1/requests/${id}`, { headers }).catch(() => undefined);
        return answer?.status;
      });
      statuses.push(status);
    }
    return statuses;
  }
}

async function ready({ address }: Program): Promise<{ code: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${address}/health/ready`);
  return { code: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** A second server on the data folder: what it says, and its exit code. */
function secondServer(dataDir: string): { code: number | null; output: string } {
  return runCommand(dataDir, 'serve');
}

const REFUSED = { code: 2, output: expect.stringContaining('is in use by another running Forthwith') as string };

test('an embedded PostgreSQL that was killed is started again by itself, and nothing accepted is lost', async () => {
  const { dataDir, desk, program } = await started();
  await desk.acceptedAgain();
  for (let round = 0; round < 2; round += 1) {
    process.kill(postmaster(dataDir) ?? 0, 'SIGKILL');
    await desk.acceptedAgain();
  }
  await eventually(async () => ((await ready(program)).code === 200 ? true : undefined));
  expect(new Set(await desk.statuses())).toEqual(new Set([200]));
  expect(secondServer(dataDir)).toEqual(REFUSED);
  expect(await program.stop()).toBe(0);
  expect(postmaster(dataDir)).toBeUndefined();
});

test('after PostgreSQL recovered from a killed session, no command stops it and no second server gets in', async () => {
  const { dataDir, desk, program } = await started();
  const session = await ownerSession(dataDir);
  const { rows } = await session.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'forthwith-holder'`,
  );
  // The holder of the locks itself: PostgreSQL ends every session and drops every lock.
  process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
  const pid = postmaster(dataDir);
  expect(secondServer(dataDir)).toEqual(REFUSED);
  expect(runCommand(dataDir, 'organisation', 'list')).toMatchObject({ code: 0 });
  expect(postmaster(dataDir)).toBe(pid);
  await desk.acceptedAgain();
  expect(secondServer(dataDir)).toEqual(REFUSED);
  expect(new Set(await desk.statuses())).toEqual(new Set([200]));
  expect(await program.stop()).toBe(0);
  expect(postmaster(dataDir)).toBeUndefined();
});

test('a second server is refused while the first one is without its database and its locks', async () => {
  const { dataDir, program } = await started();
  // Stopped, it cannot take its locks again.
  program.child.kill('SIGSTOP');
  const session = await ownerSession(dataDir);
  await session.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'forthwith-holder'`,
  );
  await session.end();
  expect(secondServer(dataDir)).toEqual(REFUSED);
  expect(runCommand(dataDir, 'organisation', 'list')).toMatchObject({ code: 0 });
  expect(postmaster(dataDir)).toBeDefined();
  program.child.kill('SIGCONT');
  expect(await program.stop()).toBe(0);
});

test('a command leaves a server on that somebody is connected to', async () => {
  const dataDir = preparedDataDir();
  folders.push(dataDir);
  const { program } = await started(dataDir);
  const session = await ownerSession(dataDir);
  await program.kill();
  expect(runCommand(dataDir, 'organisation', 'list')).toMatchObject({ code: 0 });
  expect((await session.query('SELECT 1')).rowCount).toBe(1);
  await session.end();
  await noServerLeft(dataDir);
});

test('a database that cannot be brought back ends the program with a code and one line', async () => {
  const { dataDir, program } = await started();
  let said = '';
  program.child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  renameSync(join(clusterFolder(dataDir), 'global', 'pg_control'), join(dataDir, 'pg_control'));
  process.kill(postmaster(dataDir) ?? 0, 'SIGKILL');
  const code = await new Promise((resolve) => program.child.once('exit', resolve));
  const lines = said.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
  expect({ code, lines }).toEqual({
    code: 1,
    lines: [expect.stringMatching(/^DATA_DIR: PostgreSQL did not start in .*given up after 15 tries/) as string],
  });
  // Mended, the next start finds everything.
  renameSync(join(dataDir, 'pg_control'), join(clusterFolder(dataDir), 'global', 'pg_control'));
  const { program: next } = await started(dataDir);
  expect((await ready(next)).code).toBe(200);
});

test('a program that was killed leaves no PostgreSQL behind', async () => {
  const { dataDir, program } = await started();
  await program.kill();
  await noServerLeft(dataDir);
  expect(serversOn(dataDir)).toEqual([]);
});

test('while the database is away, health and metrics say "unknown", never "nothing to do"', async () => {
  const { dataDir, program } = await started();
  const control = join(clusterFolder(dataDir), 'global', 'pg_control');
  renameSync(control, join(dataDir, 'pg_control'));
  process.kill(postmaster(dataDir) ?? 0, 'SIGKILL');
  const away = await eventually(async () => {
    const state = await ready(program);
    return state.code === 503 ? state.body : undefined;
  });
  expect(away).toMatchObject({
    status: 'degraded',
    database: 'unreachable',
    dueJobs: null,
    oldestDueSeconds: null,
  });
  renameSync(join(dataDir, 'pg_control'), control);
  await eventually(async () => ((await ready(program)).code === 200 ? true : undefined));
});

test('the application works under a login that no SET ROLE turns into an owner', async () => {
  const { dataDir } = await started();
  const session = await ownerSession(dataDir);
  const { rows } = await session.query<{ name: string; owns: boolean }>(
    `SELECT DISTINCT usename AS name, usesuper AS owns FROM pg_stat_activity JOIN pg_user USING (usename)
     WHERE datname = 'forthwith' AND pid <> pg_backend_pid()`,
  );
  await session.end();
  expect(rows).toEqual([{ name: 'forthwith_login', owns: false }]);
});
