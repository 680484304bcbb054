// A compliance report over a million seeded requests, in time and memory of a process of its own,
// against the plainest SQL over the same rows; its figures against a recount by SQL over the entries, and those of a
// month against the verifier over the bundle of that month.
//   node bench/reports.mjs [requests] [data folder to keep and use again]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { commandLineActor } from '../dist/src/audit/actor.js';
import { Integrator } from '../dist/src/audit/integrator.js';
import { withApplication } from '../dist/src/cli/with-application.js';
import { verifyBundle } from '../dist/src/domain/evidence/verify-bundle.js';
import { OrganisationsService } from '../dist/src/organisations/organisations.service.js';
import { loadConfig } from '../dist/src/platform/config/environment.js';
import { ComplianceReports } from '../dist/src/reports/compliance/compliance-reports.service.js';
import { EvidenceService } from '../dist/src/reports/evidence/evidence.service.js';
import { NODE_PORT } from '../dist/src/verifier/node-port.js';

const SLUG = 'million';
const PERIOD = { from: '2023-01-01', to: '2025-12-31' };
const MONTH = { from: '2023-02-01', to: '2023-02-28' };
const RUNS = 5;

const [first, folder] = process.argv.slice(2);
if (first === 'measure') {
  await measure(loadConfig({ DATA_DIR: folder, PORT: '0' }));
} else {
  await compare(first ?? '1000000', folder ?? mkdtempSync(join(tmpdir(), 'forthwith-bench-')), folder !== undefined);
}

async function compare(requests, dataDir, keep) {
  const forthwith = fileURLToPath(new URL('../bin/forthwith.mjs', import.meta.url));
  if (!existsSync(join(dataDir, 'postgres'))) {
    const days = ['--from', PERIOD.from, '--to', PERIOD.to];
    const seeded = run([forthwith, 'seed', '--organisation', SLUG, '--requests', requests, ...days, '--json'], dataDir);
    console.log(
      `seeded ${seeded.requests} requests, ${seeded.entries} entries, built into the tree: ${seeded.seconds} s`,
    );
  }
  await withApplication(loadConfig({ DATA_DIR: dataDir, PORT: '0' }), async (application) => {
    const { id } = await application.get(OrganisationsService).bySlug(SLUG);
    const actor = commandLineActor(id);
    const reports = application.get(ComplianceReports);
    const owner = new pg.Client(connectionOf(dataDir));
    await owner.connect();
    // As autovacuum will have done in a store that is not five minutes old.
    await owner.query('VACUUM ANALYZE');
    const started = performance.now();
    const figures = await reports.figures(actor, PERIOD);
    console.log(`counted for the first time: ${seconds(started)} (once; afterwards only what is new)`);
    await owner.query('VACUUM ANALYZE');
    await recount(owner, id, figures);
    // Builds in what is there, and the entry that tells of the bundle.
    application.get(Integrator).start();
    await application.get(Integrator).integrateAll();
    await againstVerifier(application, actor, reports);
    const asked = performance.now();
    await owner.query(`SELECT channel_id, state, count(*) FROM rights_request GROUP BY 1, 2`);
    const reference = performance.now() - asked;
    await owner.end();
    const { firstMs, ms, megabytes, bytes, recorded } = run(
      [fileURLToPath(import.meta.url), 'measure', dataDir],
      dataDir,
    );
    console.log(
      `report in JSON over ${recorded} requests: first ${(firstMs / 1000).toFixed(2)} s, then ${(ms / 1000).toFixed(2)} s (median of ${RUNS}), ${bytes} bytes, peak memory of the process ${megabytes} MB; goal 3 s, 256 MB; one GROUP BY over the same requests: ${(reference / 1000).toFixed(2)} s`,
    );
  });
  if (!keep) {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** In a process that does nothing else. */
async function measure(config) {
  await withApplication(config, async (application) => {
    const { id } = await application.get(OrganisationsService).bySlug(SLUG);
    application.get(Integrator).start();
    const reports = application.get(ComplianceReports);
    const times = [];
    let issued;
    for (let at = 0; at <= RUNS; at += 1) {
      const started = performance.now();
      // Another threshold is another report: none is taken from those issued before.
      const order = { period: PERIOD, format: 'json', language: 'de', bom: false, threshold: 0 };
      issued = await reports.issue(commandLineActor(id), { ...order, threshold: (Date.now() + at) % 97 });
      times.push(performance.now() - started);
    }
    const [firstMs, ...rest] = times;
    const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    const { figures } = JSON.parse(issued.bytes.toString('utf8'));
    const ms = rest.sort((a, b) => a - b)[Math.floor(RUNS / 2)];
    console.log(
      JSON.stringify({ firstMs, ms, megabytes, bytes: issued.bytes.length, recorded: figures.requests.recorded }),
    );
  });
}

async function recount(owner, id, figures) {
  const { rows } = await owner.query(
    `SELECT count(*)::int AS recorded, count(*) FILTER (WHERE facts -> 'rights' ? 'erasure')::int AS erasure,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY ms)::int AS median, percentile_disc(0.99) WITHIN GROUP (ORDER BY ms)::int AS p99
     FROM (SELECT facts, extract(epoch FROM (facts ->> 'recordedAt')::timestamptz - (facts ->> 'receivedAt')::timestamptz) * 1000 AS ms
           FROM (SELECT convert_from(bytes, 'UTF8')::jsonb -> 'facts' AS facts FROM log_entry
                 WHERE organisation_id = $1 AND event = 'request.recorded') e) f`,
    [id],
  );
  const { recorded, byRight } = figures.requests;
  const { median, p99 } = figures.times.receiptToRecording;
  same('SQL over the entries', rows[0], { recorded, erasure: byRight.erasure, median, p99 });
}

async function againstVerifier(application, actor, reports) {
  const asked = performance.now();
  const month = await reports.figures(actor, MONTH);
  console.log(`figures of a month long past, most of its requests closed after it: ${seconds(asked)}`);
  const scope = { kind: 'period', ...MONTH };
  const begun = performance.now();
  const { files } = await application.get(EvidenceService).issue(actor, { scope, language: 'en', disclose: false });
  const verdict = await verifyBundle(files, NODE_PORT, {});
  console.log(`bundle of that month made and verified: ${seconds(begun)}`);
  const inMonth = verdict.requests.filter(
    ({ recordedAt }) => recordedAt >= '2023-01-31T23:00:00' && recordedAt < '2023-02-28T23:00:00',
  );
  const followed = inMonth.filter(({ directly, atOnce }) => directly && atOnce).length;
  same(
    `verifier over the bundle of a month, ${verdict.entries} entries`,
    { ok: verdict.ok, recorded: inMonth.length, followed },
    { ok: true, recorded: month.requests.recorded, followed: month.verdict.followed },
  );
}

function same(what, found, wanted) {
  const equal = JSON.stringify(found) === JSON.stringify(wanted);
  console.log(
    `${equal ? 'equal' : 'DIFFERENT'}: ${what} ${JSON.stringify(found)}${equal ? '' : ` / ${JSON.stringify(wanted)}`}`,
  );
  process.exitCode ||= equal ? 0 : 1;
}

function run(words, dataDir) {
  const { stdout, stderr, status } = spawnSync(process.execPath, words, {
    env: { ...process.env, DATA_DIR: dataDir },
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (status !== 0) {
    throw new Error(stderr);
  }
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

function connectionOf(dir) {
  const file = join(dir, 'postgres.json');
  const place = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).folder : join(dir, 'postgres');
  return {
    host: readFileSync(join(place, 'postmaster.pid'), 'utf8').split('\n')[4],
    port: 5432,
    user: 'forthwith_owner',
    password: readFileSync(join(dir, 'keys', 'postgres.password'), 'utf8').trim(),
    database: 'forthwith',
  };
}

function seconds(started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
