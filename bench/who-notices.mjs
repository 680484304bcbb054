// Does to a running installation what only somebody with every right on the machine can do, and reads from what the program wrote
// down how long it took until the alarm was raised and the mail about it accepted. Writes docs/who-notices.json and the table in
// docs/evidence.md.
//
//   npm run build && node --experimental-vm-modules bench/who-notices.mjs [--rounds 20] [--keep]
//
// --keep adds to the figures that stand there. The same suites run once in the tests (test/integration/audit/who-notices*).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { table, TABLE_BEGIN, TABLE_END } from './who-notices-table.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string' }, keep: { type: 'boolean' } } });
const rounds = Number(values.rounds ?? '20');
const folder = mkdtempSync(join(tmpdir(), 'forthwith-who-notices-'));
const SUITES = ['who-notices', 'who-notices-restart', 'who-notices-outside', 'mirror'];
const FIGURES = 'docs/who-notices.json';
const DOCUMENT = 'docs/evidence.md';

let missed = 0;
for (let round = 1; round <= rounds; round += 1) {
  for (const suite of SUITES) {
    console.log(`round ${round} of ${rounds}: ${suite}`);
    try {
      execFileSync(
        process.execPath,
        ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', `test/integration/audit/${suite}.spec.ts`],
        { stdio: 'inherit', env: { ...process.env, WHO_NOTICES: folder } },
      );
    } catch {
      missed += 1;
    }
  }
}

const found = new Map();
const add = ({ what, kind, alarms, mails }) => {
  const known = found.get(what) ?? { what, kind, alarms: [], mails: [] };
  found.set(what, { ...known, alarms: [...known.alarms, ...alarms], mails: [...known.mails, ...mails] });
};
if (values.keep) {
  JSON.parse(readFileSync(FIGURES, 'utf8')).forEach(add);
}
for (const name of readdirSync(folder)) {
  for (const { what, kind, alarm, mail } of JSON.parse(readFileSync(join(folder, name), 'utf8'))) {
    add({ what, kind, alarms: [Number(alarm.toFixed(1))], mails: [Number(mail.toFixed(1))] });
  }
}
rmSync(folder, { recursive: true });

const figures = [...found.values()];
writeFileSync(FIGURES, `${JSON.stringify(figures, null, 1)}\n`);
const document = readFileSync(DOCUMENT, 'utf8');
const [before, rest] = document.split(TABLE_BEGIN);
const [, after] = rest.split(TABLE_END);
writeFileSync(DOCUMENT, `${before}${TABLE_BEGIN}\n${table(figures)}\n${TABLE_END}${after}`);
console.log(table(figures));
console.log(
  missed === 0 ? 'everything was noticed' : `${missed} suites failed: something was not noticed, or not in time`,
);
process.exitCode = missed === 0 ? 0 : 1;
