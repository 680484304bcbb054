import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One throw-away PostgreSQL for all suites, with a migrated template that every test file clones. Beside it the same as
 * a data folder at rest, for the programs that browser tests start: making and migrating one takes half of a first start.
 */
export default async function setUp() {
  const { openEmbeddedPostgres } = await import('../../dist/src/platform/database/embedded-postgres.js');
  const { migrate } = await import('../../dist/src/platform/database/migrate.js');
  const dataDir = await mkdtemp(join(tmpdir(), 'forthwith-test-'));
  // Passable for PostgreSQL's own account, or root's data would lie outside and stay.
  await chmod(dataDir, 0o711);
  const open = () => openEmbeddedPostgres({ dataDir, purpose: 'command', unsafeButFast: true });
  const first = await open();
  await migrate(first.connection);
  await first.close();
  const atRest = `${dataDir}-at-rest`;
  // With its owners: PostgreSQL may have an account of its own.
  execFileSync('cp', ['-a', dataDir, atRest]);
  const store = await open();
  process.env.FORTHWITH_TEST_DATA_DIR = atRest;
  process.env.FORTHWITH_TEST_STORE = JSON.stringify(store.connection);
  globalThis.forthwithTestStore = {
    async close() {
      await store.close();
      await Promise.all([dataDir, atRest].map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}
