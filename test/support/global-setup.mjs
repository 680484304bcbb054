import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One throw-away PostgreSQL for all suites, with a migrated template that every test file clones. */
export default async function setUp() {
  const { openEmbeddedPostgres } = await import('../../dist/src/platform/database/embedded-postgres.js');
  const { migrate } = await import('../../dist/src/platform/database/migrate.js');
  const dataDir = await mkdtemp(join(tmpdir(), 'forthwith-test-'));
  // Passable for PostgreSQL's own account, or root's data would lie outside and stay.
  await chmod(dataDir, 0o711);
  const store = await openEmbeddedPostgres({ dataDir, purpose: 'command', unsafeButFast: true });
  await migrate(store.connection);
  process.env.FORTHWITH_TEST_STORE = JSON.stringify(store.connection);
  globalThis.forthwithTestStore = {
    async close() {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
