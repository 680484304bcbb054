// The main job: intake against the database's own commit rate with the same rows, and recorded → accepted
// by a loopback SMTP server at 50 requests a second. Real program, real PostgreSQL with fsync, real sockets.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';

const CLIENTS = 32;
const SECONDS = 8;
const WARM_UP = 600;
const RATE = 50;

let address;
let token;
let connection;
let database;
const smtp = await smtpServer();

await withProgram('web,worker', async () => {
  await latency();
  await intake('intake while forwarding everything');
});
await withProgram('web', () => intake('intake alone'));
await smtp.close();

async function withProgram(roles, work) {
  const dataDir = mkdtempSync(join(tmpdir(), 'forthwith-bench-'));
  const smtpUrl = `smtp://127.0.0.1:${smtp.port}`;
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error', SMTP_URL: smtpUrl, ROLES: roles };
  // `node --cpu-prof bench/main-job.mjs` profiles the program as well.
  const program = spawn(process.execPath, [...process.execArgv, 'bin/forthwith.mjs', 'serve', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const started = JSON.parse(await firstLine(program));
  address = started.address;
  const issue = ['bin/forthwith.mjs', 'token', 'create', '--email', 'staff@kammer.example', '--json'];
  token = JSON.parse(execFileSync(process.execPath, issue, { env, encoding: 'utf8' })).token;
  connection = {
    host: readFileSync(join(started.dataPlace, 'postmaster.pid'), 'utf8').split('\n')[4],
    port: 5432,
    user: 'forthwith_owner',
    password: readFileSync(join(dataDir, 'keys', 'postgres.password'), 'utf8').trim(),
    database: 'forthwith',
  };
  database = new pg.Client(connection);
  await database.connect();
  try {
    await work();
  } finally {
    await database.end();
    program.kill('SIGINT');
    await new Promise((resolve) => program.on('exit', resolve));
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function intake(what) {
  const references = [];
  const intakes = [];
  // Interleaved, so that whatever else the machine does falls on both.
  for (let round = 0; round < 2; round += 1) {
    references.push(await reference());
    intakes.push(await post({ clients: CLIENTS, seconds: SECONDS }));
  }
  const own = mean(intakes.map(({ done }) => done / SECONDS));
  const bare = mean(references);
  console.log(
    `${what}, ${CLIENTS} clients, durable: ${own.toFixed(0)}/s; same rows, bare database: ${bare.toFixed(0)}/s; ratio ${(own / bare).toFixed(2)} (goal ≥ 0.5)`,
  );
}

async function reference() {
  const { rows } = await database.query(`SELECT o.id, (SELECT id FROM channel LIMIT 1) AS channel,
    (SELECT id FROM dpo_designation LIMIT 1) AS designation, (SELECT id FROM instruction LIMIT 1) AS instruction FROM organisation o`);
  const [{ id, channel, designation, instruction }] = rows;
  // A log of its own: rows that are no entries must not get into the one that is checked.
  const other = '00000000-0000-7000-8000-000000000001';
  await database.query(
    `INSERT INTO organisation SELECT $1, 'bench', name, short_name, postal_address, email, land, municipality, time_zone,
    reference_prefix, mail_content, retention_days, authority, created_at FROM organisation WHERE id = $2 ON CONFLICT DO NOTHING`,
    [other, id],
  );
  await database.query(`INSERT INTO log_head VALUES ($1, 0, now()) ON CONFLICT DO NOTHING`, [other]);
  const parameters = [
    JSON.stringify(connection),
    other,
    channel,
    designation,
    instruction,
    String(SECONDS),
    String(CLIENTS),
  ];
  const output = execFileSync(process.execPath, ['bench/reference.mjs', ...parameters], { encoding: 'utf8' });
  return JSON.parse(output).commits / SECONDS;
}

async function latency() {
  // A program that has just started still compiles; what is asked is how it runs.
  await post({ clients: 4, count: WARM_UP });
  while (smtp.accepted.length < WARM_UP) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { length: before } = smtp.accepted;
  const count = RATE * SECONDS;
  const began = performance.now();
  const sent = [];
  for (let at = 0; at < count; at += 1) {
    await until(began + (at * 1000) / RATE);
    sent.push(request());
  }
  await Promise.all(sent);
  while (smtp.accepted.length < before + count) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { rows } = await database.query(`SELECT extract(epoch FROM f.forwarded_at - r.recorded_at) * 1000 AS ms
    FROM forwarding f JOIN rights_request r ON r.id = f.rights_request_id WHERE f.forwarded_at IS NOT NULL
    ORDER BY r.recorded_at DESC LIMIT ${count}`);
  const times = rows.map(({ ms }) => Number(ms)).sort((a, b) => a - b);
  console.log(
    `recorded → accepted, ${RATE}/s: p50 ${quantile(times, 0.5)} ms, p99 ${quantile(times, 0.99)} ms (goal ≤ 25 / ≤ 250), n=${times.length}`,
  );
}

async function post({ clients, seconds, count }) {
  const deadline = seconds === undefined ? Infinity : performance.now() + seconds * 1000;
  let done = 0;
  const client = async () => {
    while (performance.now() < deadline && (count === undefined || done < count)) {
      await request();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { done };
}

function request() {
  const body = JSON.stringify({
    channel: 'instagram',
    message: 'Bitte löschen Sie das Foto. '.repeat(12),
    rights: ['erasure'],
  });
  request.agent ??= new http.Agent({ keepAlive: true, maxSockets: 64 });
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const call = http.request(
      `${address}/api/v1/requests`,
      { method: 'POST', agent: request.agent, headers },
      (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 201 ? resolve() : reject(new Error(String(response.statusCode))),
        );
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

async function smtpServer() {
  const accepted = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData: (stream, _, done) => {
      stream.resume();
      stream.on('end', () => {
        accepted.push(performance.now());
        done();
      });
    },
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { accepted, port: server.server.address().port, close: () => new Promise((resolve) => server.close(resolve)) };
}

function firstLine(program) {
  return new Promise((resolve, reject) => {
    let text = '';
    program.on('exit', () => reject(new Error('the program ended')));
    program.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) {
        resolve(text.split('\n')[0]);
      }
    });
  });
}

function until(moment) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, moment - performance.now())));
}

function mean(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

function quantile(sorted, q) {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]?.toFixed(1);
}
