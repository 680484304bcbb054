// Worklist and search at a million requests against the same at a thousand, page for page, in one run.
//   node bench/worklist.mjs [requests] [folder to keep and use again]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLineActor } from '../dist/src/audit/actor.js';
import { withApplication } from '../dist/src/cli/with-application.js';
import { OrganisationsService } from '../dist/src/organisations/organisations.service.js';
import { loadConfig } from '../dist/src/platform/config/environment.js';
import { Database } from '../dist/src/platform/database/database.js';
import { RightsRequestsRepository } from '../dist/src/requests/request/rights-requests.repository.js';

const SMALL = 1000;
const ROUNDS = 60;
const PAGE = 51;
const DAYS = ['--from', '2023-01-01', '--to', '2025-12-31'];

const [large = '1000000', folder] = process.argv.slice(2);
const dataDir = folder ?? mkdtempSync(join(tmpdir(), 'forthwith-bench-'));
seed('thousand', String(SMALL));
seed('million', large);

await withApplication(loadConfig({ DATA_DIR: dataDir, PORT: '0' }), async (application) => {
  const database = application.get(Database);
  const repository = application.get(RightsRequestsRepository);
  const organisations = application.get(OrganisationsService);
  const ids = {
    small: (await organisations.bySlug('thousand')).id,
    large: (await organisations.bySlug('million')).id,
  };
  const page = (id, filter, sort, cursor) =>
    database.read({ ...commandLineActor(id), roles: ['dpo'] }, ({ manager }) =>
      repository.worklist(manager, id, filter, cursor, PAGE, sort),
    );
  const questions = await questionsOf(page, ids);
  console.log(
    'what'.padEnd(44),
    'p50 ms',
    'p95 ms',
    ' ratio of p50',
    '(1,000 : ',
    large,
    'requests; goal 2, p95 50 ms)',
  );
  for (const [what, ask] of questions) {
    const times = { small: [], large: [] };
    // In turn, so that both sides see the same machine.
    for (let round = -5; round < ROUNDS; round += 1) {
      for (const side of ['small', 'large']) {
        const started = performance.now();
        const rows = await ask(ids[side], side);
        if (round >= 0) {
          times[side].push(performance.now() - started);
        }
        if (rows.length === 0) {
          throw new Error(`${what}: nothing found`);
        }
      }
    }
    const [small, big] = [times.small, times.large].map((all) => all.sort((a, b) => a - b));
    const p50 = at(big, 0.5);
    console.log(
      what.padEnd(44),
      `${at(small, 0.5).toFixed(1)} : ${p50.toFixed(1)}`,
      `${at(small, 0.95).toFixed(1)} : ${at(big, 0.95).toFixed(1)}`,
      (p50 / at(small, 0.5)).toFixed(2),
    );
  }
});
if (folder === undefined) {
  rmSync(dataDir, { recursive: true, force: true });
}

/** The worklist as people open it: first page and one far down, each order, filters, and search by reference. */
async function questionsOf(page, ids) {
  const middle = {};
  for (const side of ['small', 'large']) {
    const rows = await page(ids[side], { state: 'all' }, 'next');
    middle[side] = rows.at(-1);
  }
  const deep = async (id, side, sort) => {
    const { nextOn, receivedAt, reference, state, id: last } = middle[side];
    return page(id, { state: 'all' }, sort, { nextOn, receivedAt: new Date(receivedAt), reference, state, id: last });
  };
  return [
    ['open, by next thing due', (id) => page(id, { state: 'open' }, 'next')],
    ['open, newest first', (id) => page(id, { state: 'open' }, 'received')],
    ['open, by reference', (id) => page(id, { state: 'open' }, 'reference')],
    ['open, by state', (id) => page(id, { state: 'open' }, 'state')],
    ['all, by next thing due', (id) => page(id, { state: 'all' }, 'next')],
    ['all, newest first', (id) => page(id, { state: 'all' }, 'received')],
    ['all, a later page', (id, side) => deep(id, side, 'next')],
    ['closed', (id) => page(id, { state: 'closed' }, 'next')],
    ['open, one right', (id) => page(id, { state: 'open', right: 'erasure' }, 'next')],
    ['all, a rare right', (id) => page(id, { state: 'all', right: 'withdrawal' }, 'next')],
    ['open, due before a day', (id) => page(id, { state: 'open', dueBefore: '2026-03-01' }, 'next')],
    [
      'search: whole reference',
      (id, side) => page(id, { state: 'all', reference: middle[side].reference }, 'reference'),
    ],
    [
      'search: beginning of a reference',
      (id, side) => page(id, { state: 'all', reference: middle[side].reference.slice(0, -2) }, 'reference'),
    ],
  ];
}

function seed(slug, requests) {
  const forthwith = fileURLToPath(new URL('../bin/forthwith.mjs', import.meta.url));
  const marker = join(dataDir, 'postgres');
  const env = { ...process.env, DATA_DIR: dataDir };
  const listed = existsSync(marker)
    ? spawnSync(process.execPath, [forthwith, 'organisation', 'list', '--json'], { env, encoding: 'utf8' }).stdout
    : '';
  if (listed.includes(`"${slug}"`)) {
    return;
  }
  const words = [forthwith, 'seed', '--organisation', slug, '--requests', requests, ...DAYS, '--yes', '--json'];
  const { status, stderr } = spawnSync(process.execPath, words, { env, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(stderr);
  }
}

function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}
