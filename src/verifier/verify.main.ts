// verify.mjs: the verifier as one file for plain Node, without packages. Built by bin/build.mjs; lies in every bundle.

import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { heldIn } from './held-files.js';
import { progressBar } from './progress-bar.js';
import { trustedBy } from './trust-options.js';
import { verifyPath } from './verify-path.js';
import { de } from './words.de.js';
import { en } from './words.en.js';

const USAGE = `node verify.mjs FILE|FOLDER|PROOF [--key VKEY|FILE] [--policy FILE] [--tsa SHA256|FILE] [--known FILE]
                      [--lang de|en] [--json]

  --key     the verifier key of the log that you have from elsewhere; may be given several times
  --policy  the witnesses you trust (C2SP tlog-policy); those that the bundle names count for nothing
  --tsa     the time-stamping authority you trust: its certificate, or the SHA-256 fingerprint of it
  --known   a receipt, checkpoint or bundle of this log that you hold already: it must be the same history

Exit code: 0 proved by whom you named; 1 false; 2 not decided: nobody named confirms it, or it cannot be read.
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
        tsa: { type: 'string', multiple: true },
        known: { type: 'string', multiple: true },
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
  const missing = [path, ...(values.policy === undefined ? [] : [values.policy])].find((file) => !existsSync(file));
  if (missing !== undefined) {
    process.stderr.write(`${missing}: no such file\n`);
    return 2;
  }
  let trusted;
  try {
    trusted = { ...trustedBy(values), held: await Promise.all((values.known ?? []).map(heldIn)) };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return 2;
  }
  const words = (values.lang ?? Intl.DateTimeFormat().resolvedOptions().locale).startsWith('de') ? de : en;
  const { exitCode, value, text } = await verifyPath(path, {
    words,
    ...trusted,
    onProgress: progressBar(),
  });
  process.stdout.write(`${values.json === true ? JSON.stringify(value) : text}\n`);
  return exitCode;
}
