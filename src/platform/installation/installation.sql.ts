import { statement, type Executor } from '../database/statement.js';

const READ = statement('installation-settings', `SELECT name, sealed FROM installation_setting`);

export async function readInstallation(executor: Executor): Promise<readonly { name: string; sealed: Buffer }[]> {
  return (await executor.run<{ name: string; sealed: Buffer }>(READ)).rows;
}

const WRITE = statement(
  'save-installation-setting',
  `INSERT INTO installation_setting (name, sealed, changed_at) VALUES ($1, $2, clock_timestamp())
   ON CONFLICT ON CONSTRAINT installation_setting_pkey DO UPDATE SET sealed = excluded.sealed,
     changed_at = excluded.changed_at`,
);

export async function writeInstallation(executor: Executor, name: string, sealed: Buffer): Promise<void> {
  await executor.run(WRITE, [name, sealed]);
}

const DROP = statement('drop-installation-setting', `DELETE FROM installation_setting WHERE name = $1`);

export async function dropInstallation(executor: Executor, name: string): Promise<void> {
  await executor.run(DROP, [name]);
}
