// What goes wrong, one at a time; each function returns when the fault is over.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from './program.mjs';

/** By name. `small`: whether the data folder lies on a small disk of its own, which may be filled. */
export function faultsFor({ small }) {
  return {
    'the program is killed': async ({ program }) => {
      program.child.kill('SIGKILL');
      await sleep(200);
      await program.restarted;
    },
    'the program is stopped and goes on': async ({ program, seconds }) => {
      program.child.kill('SIGSTOP');
      await sleep(seconds * 1_000);
      program.child.kill('SIGCONT');
    },
    'the program is interrupted': async ({ program }) => {
      program.child.kill('SIGINT');
      await new Promise((resolve) => program.child.once('exit', resolve));
      await program.restarted;
    },
    'a session of the database is killed': ({ program }) => killSession(program, `usename = 'forthwith_login'`),
    'the session that holds the locks is killed': ({ program }) =>
      killSession(program, `application_name = 'forthwith-holder'`),
    'PostgreSQL is killed': async ({ program }) => process.kill(program.postmaster, 'SIGKILL'),
    'every connection is taken': async ({ program, seconds }) => {
      const taken = [];
      try {
        for (let more = true; more && taken.length < 200;) {
          const client = await program.owner().catch(() => undefined);
          more = client !== undefined;
          taken.push(...(more ? [client] : []));
        }
        await sleep(seconds * 1_000);
      } finally {
        await Promise.all(taken.map((client) => client.end().catch(() => undefined)));
      }
    },
    'a command runs while PostgreSQL recovers': async ({ program }) => {
      await killSession(program, `usename = 'forthwith_login'`);
      program.command('organisation', 'list');
    },
    'the mail server is away': async ({ mail, seconds }) => {
      await mail.goAway();
      await sleep(seconds * 1_000);
      await mail.comeBack();
    },
    'the mail server defers': async ({ mail, seconds }) => {
      mail.mode = 'deferring';
      await sleep(seconds * 1_000);
      mail.mode = 'well';
    },
    'the mail server is silent': async ({ mail, seconds }) => {
      mail.mode = 'silent';
      await sleep(seconds * 1_000);
      mail.mode = 'well';
    },
    ...(small
      ? {
          'the disk is full': async ({ program, seconds }) => {
            const empty = fill(program.dataDir);
            await sleep(seconds * 1_000);
            empty();
          },
          'the disk of the write-ahead log is full': async ({ program, seconds }) => {
            const owner = await program.owner();
            const empty = fill(program.dataDir);
            await owner.query('SELECT pg_switch_wal()').catch(() => undefined);
            await owner.query('CREATE TABLE IF NOT EXISTS chaos AS SELECT 1').catch(() => undefined);
            await sleep(seconds * 1_000);
            empty();
            await owner.end().catch(() => undefined);
          },
        }
      : {}),
  };
}

async function killSession(program, which) {
  const owner = await program.owner();
  const { rows } = await owner.query(
    `SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND ${which} LIMIT 1`,
  );
  if (rows[0] !== undefined) {
    process.kill(rows[0].pid, 'SIGKILL');
  }
  await owner.end().catch(() => undefined);
}

/** Takes all the room of a disk; returns what gives it back. */
function fill(disk) {
  const path = join(disk, 'ballast');
  const file = openSync(path, 'w');
  for (const size of [1024 * 1024, 4096, 1]) {
    try {
      for (;;) {
        writeSync(file, Buffer.alloc(size, 1));
      }
    } catch {
      // No room for one of this size.
    }
  }
  closeSync(file);
  return () => rmSync(path, { force: true });
}
