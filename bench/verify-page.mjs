// The verifier's page and program over 100,000 entries in 2,500 runs, whose 5,000 proofs stand in one file: seconds until
// verify.html says its outcome (in Chromium, opened from disk), and processor time of verify.mjs against a bare SHA-256
// loop over the same lines.
//
//   npm run build && node bench/verify-page.mjs
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import yazl from 'yazl';
import { formatProofLine } from '../dist/src/domain/evidence/proof-lines.js';
import { canonicalJson } from '../dist/src/domain/log/canonical-json.js';
import { formatCheckpoint } from '../dist/src/domain/log/checkpoint.js';
import { publicKeyOf } from '../dist/src/domain/log/ed25519.js';
import { entryBytes } from '../dist/src/domain/log/entry.js';
import { inclusionPath, leafHash, nodeHash, rootOfLeaves } from '../dist/src/domain/log/merkle.js';
import { formatVkey, signNote } from '../dist/src/domain/log/signed-note.js';

const RUNS = 2_500;
const RUN = 40;
const GAP = 1;
const ORIGIN = 'bench.example/kammer';
const seed = Buffer.alloc(32, 1);
const id = (at) => `0198c0de-0000-7000-8000-${String(at).padStart(12, '0')}`;
const report = Buffer.from('%PDF-1.7');

const hash = (text) => createHash('sha256').update(text).digest('base64');
const START = Date.UTC(2026, 10, 23, 9);
/** Ten entries a second: all of them on one day. */
const at = (index) => new Date(START + index * 100).toISOString();
const recipients = hash('dsb@kammer.example');
const line = (index, event, facts, subject = { organisation: id(1) }) =>
  entryBytes({ ...{ v: 1, id: id(index), at: at(index), subject, actor: 'system' }, event, facts });

/** A case as it is handed over, forwarded and taken over: four entries. */
const case_ = (first) => {
  const subject = { request: id(1_000_000 + first) };
  const forwarding = { forwarding: id(2_000_000 + first), attempt: 1, designation: id(3) };
  return [
    line(
      first,
      'request.recorded',
      {
        ...{ receivedAt: at(first), recordedAt: at(first), channel: id(5), channelKind: 'email', door: 'handover' },
        ...{ rights: ['erasure'], instruction: id(2), instructionVersion: 1, designation: id(3), handoverLate: false },
        ...{ safeOn: '2026-12-23', dueOn: '2026-12-23', attachments: 0, reference: hash(String(first)) },
      },
      subject,
    ),
    line(first + 1, 'forwarding.attempt-started', forwarding, subject),
    line(
      first + 2,
      'forwarding.accepted',
      { ...forwarding, acceptedAt: at(first + 2), smtpCode: 250, tls: true, recipients },
      subject,
    ),
    line(first + 3, 'request.acknowledged', { user: id(4) }, subject),
  ];
};

const settings = [
  line(0, 'organisation.created', { ...{ slug: 'kammer', profile: hash('profile') }, timeZone: 'Europe/Berlin' }),
  line(1, 'instruction.issued', {
    ...{ instruction: id(2), version: 1, holdsFrom: '2026-01-01', text: hash('text') },
    ...{ handoverLimitMinutes: 10, forwardingLimitSeconds: 60 },
  }),
  line(2, 'designation.set', { ...{ designation: id(3), validFrom: at(0), recipients }, deputy: false }),
  line(3, 'report.issued', {
    ...{ report: id(6), kind: 'evidence-of-request', from: '2026-01-01', to: '2026-01-01', document: hash(report) },
  }),
];
/** Forty entries that are in the bundle, and one behind them that is not. */
const lines = Array.from({ length: RUNS }, (_, run) => {
  const first = run * (RUN + GAP);
  const begin = run === 0 ? settings : case_(first);
  const cases = Array.from({ length: RUN / 4 - 1 }, (__, one) => case_(first + 4 * (one + 1)));
  return [...begin, ...cases.flat(), line(first + RUN, 'clock.anomaly', { behindMs: run })];
}).flat();
const runs = Array.from({ length: RUNS }, (_, at) => ({ first: at * (RUN + GAP), count: RUN }));
const leaves = lines.map((line) => leafHash(line));
/** Complete nodes by level: asked for five thousand times. */
const levels = [leaves];
for (let level = leaves; level.length > 1; level = levels.at(-1)) {
  levels.push(
    Array.from({ length: Math.floor(level.length / 2) }, (_, at) => nodeHash(level[2 * at], level[2 * at + 1])),
  );
}
const nodes = (level, index) => levels[level][index];
const vkey = formatVkey(ORIGIN, publicKeyOf(seed));
const note = signNote(formatCheckpoint({ origin: ORIGIN, size: lines.length, root: rootOfLeaves(leaves) }), [
  { name: ORIGIN, seed },
]);
const chosen = runs.flatMap(({ first, count }) => lines.slice(first, first + count));
const proofs = runs.flatMap(({ first, count }) =>
  [first, first + count - 1].map((index) =>
    formatProofLine({ index, path: inclusionPath(index, lines.length, nodes) }),
  ),
);

const folder = mkdtempSync(join(tmpdir(), 'forthwith-bench-'));
const path = join(folder, 'bundle.zip');
const zip = new yazl.ZipFile();
const add = (name, bytes) => zip.addBuffer(Buffer.from(bytes), name, { mtime: new Date(0) });
add(
  'bundle.json',
  canonicalJson({
    ...{ v: 1, kind: 'requests', runs, requests: [], references: {}, from: null, to: null },
    timeZone: 'Europe/Berlin',
  }),
);
add('entries.jsonl', Buffer.concat(chosen.flatMap((line) => [line, Buffer.from('\n')])));
add('proofs.jsonl', `${proofs.join('\n')}\n`);
add('checkpoint', note);
add('keys', `${vkey}\n`);
add('report.pdf', report);
zip.end();
await new Promise((resolve) => zip.outputStream.pipe(createWriteStream(path)).on('close', resolve));
console.log(`${chosen.length} entries of ${RUNS * 10 - 1} cases, ${proofs.length} proofs, Node ${process.version}`);
if (process.env.KEEP) {
  console.log(path, vkey);
  process.exit();
}

const cpu = (work) => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};
const bare = Math.min(
  ...[1, 2, 3].map(() => cpu(() => chosen.forEach((line) => createHash('sha256').update(line).digest()))),
);
const timed = (...words) => {
  const script = `const before = process.cpuUsage(); process.argv = [process.argv[0], ...${JSON.stringify(words)}]; process.on('exit', () => { const { user, system } = process.cpuUsage(before); process.stderr.write(String((user + system) / 1e6)); }); await import(process.argv[1]);`;
  const run = execFileSync(
    'sh',
    ['-c', `"$0" --input-type=module -e "$1" 2>&1 >/dev/null || true`, process.execPath, script],
    { encoding: 'utf8' },
  );
  return Number(run.trim().split('\n').at(-1));
};
const program = Math.min(
  ...[1, 2, 3].map(() => timed(pathToFileURL('dist/verifier/verify.mjs').href, path, '--key', vkey)),
);
console.log(
  `verify.mjs: ${program.toFixed(2)} s of processor time; a SHA-256 a line: ${bare.toFixed(2)} s; ratio ${(bare / program).toFixed(2)}`,
);

const browser = await playwright.launch({
  executablePath: await chromium.executablePath(),
  args: chromium.args.filter((one) => !/single-process|use-gl|use-angle|swiftshader|ignore-gpu/.test(one)),
});
const page = await browser.newPage();
await page.goto(pathToFileURL('dist/verifier/verify.html').href);
const began = performance.now();
await page.setInputFiles('#bundle', path);
await page
  .getByText(/In sich stimmig|Consistent in itself|Falsch|False:/)
  .first()
  .waitFor({ timeout: 120_000 });
console.log(`verify.html: ${((performance.now() - began) / 1_000).toFixed(1)} s until the outcome`);
console.log(`  ${(await page.locator('h2, .outcome').first().innerText()).slice(0, 100)}`);
await browser.close();
rmSync(folder, { recursive: true, force: true });
