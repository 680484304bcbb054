// The log: verifying it, proofs from it, and what it takes in: appended entries on one log and on a hundred against bare inserts
// of the same rows; verifying against a bare SHA-256 loop over the same bytes; proofs at 10 thousand and 10 million.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { commandLineActor, systemActor } from '../dist/src/audit/actor.js';
import { AuditLog } from '../dist/src/audit/audit-log.js';
import { Integrator } from '../dist/src/audit/integrator.js';
import { TreeReader } from '../dist/src/audit/tree-reader.js';
import { withApplication } from '../dist/src/cli/with-application.js';
import { verifyBundle } from '../dist/src/domain/evidence/verify-bundle.js';
import { OrganisationsService } from '../dist/src/organisations/organisations.service.js';
import { parseProfile } from '../dist/src/organisations/profile.js';
import { loadConfig } from '../dist/src/platform/config/environment.js';
import { Database } from '../dist/src/platform/database/database.js';
import { evidenceFiles } from '../dist/src/reports/evidence/evidence-files.js';
import { EvidenceSources } from '../dist/src/reports/from-log/log-sources.js';
import { entriesInRuns } from '../dist/src/reports/from-log/log-sources.sql.js';
import { NODE_PORT } from '../dist/src/verifier/node-port.js';

const CLIENTS = 32;
const SECONDS = 6;
const VERIFIED = 200_000;
const PROOFS = 2_000;

let next = 0;

const dataDir = mkdtempSync(join(tmpdir(), 'forthwith-bench-'));
const config = loadConfig({ DATA_DIR: dataDir, PORT: '0' });
const profile = parseProfile(JSON.parse(readFileSync('profiles/chamber.json', 'utf8')));

await withApplication(config, async (application) => {
  const connection = connectionOf(dataDir);
  const logs = [];
  for (let at = 0; at < 100; at += 1) {
    const imported = await application.get(OrganisationsService).importProfile({ ...profile, slug: `log-${at}` });
    logs.push(imported.organisationId);
  }
  application.get(Integrator).start();
  for (const [what, used] of [
    ['one log', logs.slice(0, 1)],
    ['100 logs', logs],
  ]) {
    const bare = await bareInserts(connection, used);
    const own = await appended(application, used);
    console.log(
      `append, ${what}, ${CLIENTS} clients, durable, integrated meanwhile: ${own.toFixed(0)} entries/s; bare inserts of the same row: ${bare.toFixed(0)}/s; ratio ${(own / bare).toFixed(2)}`,
    );
  }
  await application.get(Integrator).integrateAll();
  await verified(application, connection, logs[1]);
  await proofs(application, connection, logs.slice(2, 4));
});
rmSync(dataDir, { recursive: true, force: true });

function connectionOf(dir) {
  const place = JSON.parse(readFileSync(join(dir, 'postgres.json'), 'utf8')).folder;
  return {
    host: readFileSync(join(place, 'postmaster.pid'), 'utf8').split('\n')[4],
    port: 5432,
    user: 'forthwith_owner',
    password: readFileSync(join(dir, 'keys', 'postgres.password'), 'utf8').trim(),
    database: 'forthwith',
  };
}

async function appended(application, logs) {
  const log = application.get(AuditLog);
  const until = performance.now() + SECONDS * 1_000;
  let count = 0;
  const client = async (at) => {
    for (let turn = at; performance.now() < until; turn += CLIENTS) {
      await log.transact(commandLineActor(logs[turn % logs.length]), (transaction) => {
        transaction.record('clock.anomaly', { behindMs: turn });
        return Promise.resolve();
      });
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, at) => client(at)));
  return count / SECONDS;
}

/** The same row with nothing around it: no head, no order, one commit each. */
async function bareInserts(connection, logs) {
  const until = performance.now() + SECONDS * 1_000;
  let count = 0;
  const entry = randomBytes(260);
  const owner = new pg.Client(connection);
  await owner.connect();
  await owner.query('CREATE TABLE IF NOT EXISTS bench_entry (LIKE log_entry INCLUDING INDEXES)');
  await owner.end();
  const client = async () => {
    const database = new pg.Client(connection);
    await database.connect();
    while (performance.now() < until) {
      next += 1;
      await database.query({
        name: 'bare',
        text: `INSERT INTO bench_entry (organisation_id, index, bytes, event, at) VALUES ($1, $2, $3, 'clock.anomaly', now())`,
        values: [logs[next % logs.length], next, entry],
      });
      count += 1;
    }
    await database.end();
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return count / SECONDS;
}

async function verified(application, connection, id) {
  const actor = commandLineActor(id);
  const log = application.get(AuditLog);
  for (let at = 0; at < VERIFIED; at += 5_000) {
    await log.transact(actor, (transaction) => {
      for (let one = 0; one < 5_000; one += 1) {
        transaction.record('clock.anomaly', { behindMs: at + one });
      }
      return Promise.resolve();
    });
  }
  await application.get(Integrator).integrateAll();
  const sources = application.get(EvidenceSources);
  const { checkpoint, keys, timeZone } = await sources.base(actor);
  const runs = [{ first: 0, count: checkpoint.size }];
  const rows = await application.get(Database).ask(actor, (executor) => entriesInRuns(executor, id, runs));
  const lines = rows.map(({ bytes }) => Buffer.from(bytes));
  const whole = Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
  const made = evidenceFiles({
    manifest: { v: 1, kind: 'period', runs, requests: [], references: {}, from: null, to: null, timeZone },
    ...{ checkpoint, keys, earlier: [], finished: new Map(), tree: sources.tree(actor) },
    readRuns: (wanted) => application.get(Database).ask(actor, (executor) => entriesInRuns(executor, id, wanted)),
  });
  // In memory: what is measured is verifying, not the disk.
  const files = {
    ...made,
    open: (name) => (name === 'entries.jsonl' ? chunks(whole) : made.open(name)),
  };
  const bare = [];
  const own = [];
  for (let round = 0; round < 3; round += 1) {
    bare.push(timeOf(() => lines.forEach((line) => createHash('sha256').update(line).digest())));
    const began = performance.now();
    const verdict = await verifyBundle(files, NODE_PORT, { withoutReport: true });
    own.push(performance.now() - began);
    if (!verdict.ok) {
      throw new Error('not verified');
    }
  }
  const rate = (times) => (lines.length / Math.min(...times)) * 1_000;
  console.log(
    `verify ${lines.length} entries: ${rate(own).toFixed(0)} entries/s; bare SHA-256 loop: ${rate(bare).toFixed(0)}/s; ratio ${(rate(own) / rate(bare)).toFixed(2)} (goal ≥ 0.5)`,
  );
}

async function* chunks(bytes) {
  for (let at = 0; at < bytes.length; at += 65_536) {
    yield bytes.subarray(at, at + 65_536);
  }
}

/** Trees of two sizes, of tiles only: what a proof reads. What stands in them does not matter to the time. */
async function proofs(application, connection, ids) {
  const database = new pg.Client(connection);
  await database.connect();
  const times = [];
  for (const [at, size] of [10_000, 10_000_000].entries()) {
    // Past the triggers that let a tile only grow.
    await database.query('SET session_replication_role = replica');
    await database.query('DELETE FROM log_tile WHERE organisation_id = $1', [ids[at]]);
    for (let level = 0, nodes = size; nodes > 0; level += 1, nodes = Math.floor(nodes / 256)) {
      await database.query(
        `INSERT INTO log_tile (organisation_id, level, index, hashes)
         SELECT $1, $2, n, decode(repeat(md5(n::text), 2 * least(256, $3 - n * 256)::int), 'hex')
         FROM generate_series(0, ($3::bigint - 1) / 256) AS n ON CONFLICT DO NOTHING`,
        [ids[at], level, nodes],
      );
    }
    await database.query('ANALYZE log_tile');
    const run = (question) => application.get(Database).ask(systemActor(ids[at]), question);
    const prove = async (count) => {
      for (let one = 0; one < count; one += 1) {
        // A reader of its own each time: no tile is kept from the proof before.
        await new TreeReader(run, ids[at]).inclusion(Math.floor(Math.random() * size), size);
      }
    };
    await prove(PROOFS / 4);
    const began = performance.now();
    await prove(PROOFS);
    times.push((performance.now() - began) / PROOFS);
  }
  await database.end();
  const [small, large] = times;
  console.log(
    `inclusion proof at 10 million entries: ${large.toFixed(2)} ms; at 10 thousand: ${small.toFixed(2)} ms; ratio ${(large / small).toFixed(2)} (goal ≤ 3)`,
  );
}

function timeOf(work) {
  const began = performance.now();
  work();
  return performance.now() - began;
}
