// verify.mjs: the verifier as one file for plain Node, without packages. Built by bin/build.mjs; lies in every bundle.

import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { progressBar } from './progress-bar.js';
import { verifyPath } from './verify-path.js';
import { de } from './words.de.js';
import { en } from './words.en.js';

const USAGE = `node verify.mjs FILE|FOLDER|PROOF [--key VKEY|FILE] [--policy FILE] [--lang de|en] [--json]

  --key     the verifier key of the log that you have from elsewhere
  --policy  witnesses you trust (C2SP tlog-policy), instead of those the bundle names

Exit code: 0 verified, 1 not verified, 2 not readable.
`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        policy: { type: 'string' },
        lang: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    return 2;
  }
  const { values, positionals } = parsed;
  const [path] = positionals;
  if (values.help === true || path === undefined) {
    process.stdout.write(USAGE);
    return values.help === true ? 0 : 2;
  }
  if (!existsSync(path)) {
    process.stderr.write(`${path}: no such file\n`);
    return 2;
  }
  const words = (values.lang ?? Intl.DateTimeFormat().resolvedOptions().locale).startsWith('de') ? de : en;
  const { exitCode, value, text } = await verifyPath(path, {
    words,
    trustedKeys: (values.key ?? []).map((key) => (existsSync(key) ? readFileSync(key, 'utf8').trim() : key)),
    ...(values.policy === undefined ? {} : { trustedPolicy: readFileSync(values.policy, 'utf8') }),
    onProgress: progressBar(),
  });
  process.stdout.write(`${values.json === true ? JSON.stringify(value) : text}\n`);
  return exitCode;
}
