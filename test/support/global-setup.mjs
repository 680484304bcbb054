import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transpileWhatIsNewer } from '../../bin/transpile.mjs';

const CACHE = 'node_modules/.cache/forthwith-test';

/**
 * What is in dist is brought up to date; then one throw-away PostgreSQL for all suites, with a migrated template that every
 * test file clones. Beside it the same as a data folder at rest, for the programs that browser tests start: making and
 * migrating one takes half of a first start.
 */
export default async function setUp() {
  await transpileWhatIsNewer();
  const atRest = await newFolder();
  await fillWithTemplate(atRest);
  const dataDir = await newFolder();
  copy(atRest, dataDir);
  const { openEmbeddedPostgres } = await import('../../dist/src/platform/database/embedded-postgres.js');
  const store = await openEmbeddedPostgres({ dataDir, purpose: 'command', unsafeButFast: true });
  process.env.FORTHWITH_TEST_DATA_DIR = atRest;
  process.env.FORTHWITH_TEST_STORE = JSON.stringify(store.connection);
  globalThis.forthwithTestStore = {
    async close() {
      await store.close();
      await Promise.all([dataDir, atRest].map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}

/** Kept from one run to the next until something changes that it is made of. */
async function fillWithTemplate(folder) {
  const kept = join(CACHE, templateKey());
  if (existsSync(kept)) {
    copy(kept, folder);
    return;
  }
  execFileSync(process.execPath, ['test/support/make-template.mjs', folder], { stdio: 'inherit' });
  await rm(CACHE, { recursive: true, force: true });
  await mkdir(CACHE, { recursive: true });
  const unfinished = `${kept}.${process.pid}`;
  await mkdir(unfinished);
  copy(folder, unfinished);
  // Another run may have been quicker: its copy is as good.
  await rename(unfinished, kept).catch(() => rm(unfinished, { recursive: true, force: true }));
}

function templateKey() {
  const hash = createHash('sha256').update(String(process.getuid?.()));
  for (const place of ['migrations', 'src/platform/database', 'package-lock.json']) {
    for (const name of place.includes('.') ? [place] : readdirSync(place).map((entry) => join(place, entry))) {
      hash.update(name).update(readFileSync(name));
    }
  }
  return hash.digest('hex').slice(0, 32);
}

async function newFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'forthwith-test-'));
  // Passable for PostgreSQL's own account, or root's data would lie outside and stay.
  await chmod(folder, 0o711);
  return folder;
}

/** With its owners: PostgreSQL may have an account of its own. */
function copy(from, to) {
  execFileSync('cp', ['-a', `${from}/.`, to]);
}
