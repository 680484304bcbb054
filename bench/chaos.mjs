// `npm run chaos -- --minutes 30 [--seed 1] [--results FILE]`: requests come in all the time while one thing after the
// other goes wrong. Goal: the next request is accepted within 30 s of a fault's end. At the end nothing accepted may be
// lost, doubled or not forwarded, no answer may have been a defect, and the log must verify. Needs Node and npm; as root
// (Linux) the data lies on a small disk that is filled as well.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { faultsFor } from './chaos/faults.mjs';
import { freePort, MailServer, Program, sleep } from './chaos/program.mjs';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' }, results: { type: 'string' } },
});
const GOAL_MS = 30_000;
const SETTLE_MS = 180_000;
const PLANTED = `Geheim-${randomUUID()}`;
const startTime = Date.now();
const seed = Number(values.seed ?? startTime % 1_000_000);
const random = generator(seed);

const folder = mkdtempSync(join(tmpdir(), 'forthwith-chaos-'));
const small = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', folder]).status === 0;
chmodSync(folder, 0o711);
const mail = new MailServer();
await mail.start();
const program = new Program(folder, { PORT: String(await freePort()), SMTP_URL: `smtp://127.0.0.1:${mail.port}` });
const checks = [];
const accepted = new Map();
const statuses = new Map();
let cookie = '';
let lastAccepted = 0;
let over = false;

console.log(
  `chaos: ${values.minutes} minutes, seed ${seed}, ${small ? 'on a small disk' : 'no small disk (not root): nothing is filled'}`,
);
try {
  await program.start();
  cookie = await signIn();
  const desks = Array.from({ length: 4 }, () => handOverAgainAndAgain());
  await runFaults(Date.now() + Number(values.minutes) * 60_000);
  over = true;
  await Promise.all(desks);
  await settle();
} catch (error) {
  check('the run itself ends', false, String(error));
} finally {
  over = true;
  await program.stop();
  await mail.goAway().catch(() => undefined);
  if (small) {
    spawnSync('umount', ['-l', folder]);
  }
  rmSync(folder, { recursive: true, force: true });
}
report();

async function runFaults(end) {
  const faults = Object.entries(faultsFor({ small }));
  for (let round = 0; Date.now() < end; round += 1) {
    // Each kind once before any comes again.
    if (round % faults.length === 0) {
      faults.sort(() => random() - 0.5);
    }
    const [name, cause] = faults[round % faults.length];
    await cause({ program, mail, seconds: 2 + Math.floor(random() * 4) });
    const ended = Date.now();
    while (lastAccepted <= ended && Date.now() - ended < GOAL_MS) {
      await sleep(20);
    }
    const milliseconds = lastAccepted > ended ? lastAccepted - ended : undefined;
    check(
      `after: ${name}`,
      milliseconds !== undefined,
      `accepted again after ${milliseconds ?? `more than ${GOAL_MS}`} ms`,
    );
    await sleep(500);
  }
}

/** One request after the other; what was not accepted is sent again under its key, as a careful program does. */
async function handOverAgainAndAgain() {
  while (!over) {
    const key = randomUUID();
    let done = false;
    while (!done && !over) {
      const answer = await post(key);
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      if (answer.status === 201) {
        done = true;
        lastAccepted = Date.now();
        accepted.set(key, answer.body);
        await sleep(100);
      } else {
        await sleep(250);
      }
    }
  }
}

async function post(key) {
  try {
    const answer = await fetch(`${program.address}/api/v1/requests`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ channel: 'email', message: `Bitte um Auskunft. ${PLANTED}` }),
      signal: AbortSignal.timeout(15_000),
    });
    return { status: answer.status, body: await answer.json() };
  } catch {
    return { status: 'no answer' };
  }
}

async function settle() {
  await mail.comeBack();
  const waiting = new Map([...accepted.values()].map(({ id, reference }) => [id, reference]));
  const end = Date.now() + SETTLE_MS;
  const ids = new Set();
  while (waiting.size > 0 && Date.now() < end) {
    for (const id of waiting.keys()) {
      const view = await read(`/api/v1/requests/${id}`);
      if (view?.forwarding.state === 'forwarded') {
        ids.add(id);
        waiting.delete(id);
      }
    }
    await sleep(250);
  }
  check(
    'P1, P2: everything accepted is there and was forwarded',
    waiting.size === 0,
    `${ids.size} of ${accepted.size}`,
  );
  const references = [...accepted.values()].map(({ reference }) => reference);
  check('P9: no two have one reference', new Set(references).size === references.length, `${references.length}`);
  const sent = groupBy(mail.mails);
  const twice = references.filter((reference) => new Set((sent.get(reference) ?? []).map(({ id }) => id)).size !== 1);
  check(
    'P9: one Message-ID for each, however often it was sent',
    twice.length === 0,
    `${twice.length} with none or several`,
  );
  const owner = await program.owner();
  const { rows } = await owner.query('SELECT count(*)::int AS n FROM rights_request');
  const { rows: gaps } = await owner.query(
    `SELECT organisation_id FROM log_entry GROUP BY organisation_id HAVING max(index) + 1 <> count(*)`,
  );
  await owner.end();
  // Whoever gave up without an answer may have been heard all the same: each key at most once.
  check('P9: nothing was recorded twice', rows[0].n >= accepted.size && rows[0].n <= accepted.size + 4, `${rows[0].n}`);
  check('P4: the log has no gap', gaps.length === 0, `${gaps.length} logs with one`);
  const allowed = [201, 503, 'no answer'];
  const others = [...statuses].filter(([status]) => !allowed.includes(status));
  check('no answer was a defect', others.length === 0, JSON.stringify([...statuses]));
  check('P6: nothing that was written stands in the log of the program', !program.log.includes(PLANTED), '');
  verifyLog();
}

function verifyLog() {
  const file = join(tmpdir(), `forthwith-chaos-${process.pid}.zip`);
  const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const bundle = program.command(
    'bundle',
    '--organisation',
    'kammer',
    '--from',
    day(-1),
    '--to',
    day(0),
    '--out',
    file,
    '--json',
  );
  const verified = program.command('verify', file, '--json');
  rmSync(file, { force: true });
  let faults;
  try {
    const verdict = JSON.parse(verified.stdout);
    faults = JSON.stringify(verdict).slice(0, 300);
  } catch {
    const ends = [bundle, verified].map(({ status, signal, error }) => String(error ?? signal ?? status)).join(', ');
    faults = `${ends}: ${bundle.stderr}${verified.stderr}`.slice(0, 300);
  }
  check('P4, P10: the log verifies', verified.status === 0, faults);
}

async function read(path) {
  const answer = await fetch(`${program.address}${path}`, { headers: { cookie } }).catch(() => undefined);
  return answer?.status === 200 ? answer.json() : undefined;
}

async function signIn() {
  const { email, password } = program.accounts.find(({ role }) => role === 'staff');
  const cookies = (answer) =>
    answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
  const form = await fetch(`${program.address}/anmelden`);
  const csrf = /name="csrf" value="([^"]+)"/.exec(await form.text())?.[1];
  const answer = await fetch(`${program.address}/anmelden`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies(form), origin: program.address },
    body: new URLSearchParams({ csrf, email, password }),
  });
  return cookies(answer);
}

function check(name, passed, detail) {
  checks.push({ name, passed, detail });
  console.log(`${passed ? 'ok    ' : 'FAILED'} ${name}${detail === '' ? '' : ` (${detail})`}`);
}

function report() {
  const failed = checks.filter(({ passed }) => !passed).length;
  console.log(`chaos: ${accepted.size} accepted; ${checks.length - failed} passed, ${failed} failed; seed ${seed}`);
  if (values.results !== undefined) {
    const counts = { numPassedTests: checks.length - failed, numFailedTests: failed };
    writeFileSync(values.results, JSON.stringify({ ...counts, testResults: [asSuite(failed === 0)], startTime }));
  }
  process.exitCode = failed === 0 ? 0 : 1;
}

/** In the shape of a Jest suite, so that a summary names what failed here too. */
function asSuite(ok) {
  const assertionResults = checks.map(({ name, passed, detail }) => ({
    fullName: name,
    status: passed ? 'passed' : 'failed',
    failureMessages: passed ? [] : [detail],
  }));
  return { name: fileURLToPath(import.meta.url), status: ok ? 'passed' : 'failed', assertionResults };
}

function groupBy(mails) {
  const groups = new Map();
  mails.forEach((one) => groups.set(one.reference, [...(groups.get(one.reference) ?? []), one]));
  return groups;
}

/** mulberry32: the same faults in the same order for the same seed. */
function generator(start) {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
