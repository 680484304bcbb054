import { existsSync, readFileSync } from 'node:fs';
import {
  verifyReceipt,
  type ReceiptCheck,
  type ReceiptFault,
  type ReceiptVerdict,
} from '../domain/log/verification.js';
import { encodeBase64 } from '../domain/log/encoding.js';
import { LogKeys } from '../audit/log-keys.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import type { Config } from '../platform/config/config.js';
import { UsageError, type Command } from './command.js';
import { withApplication } from './with-application.js';

const CHECKS: Readonly<Record<ReceiptCheck, string>> = {
  'proof-well-formed': 'the file is a proof (C2SP tlog-proof)',
  'checkpoint-well-formed': 'its checkpoint is well-formed',
  'entry-well-formed': 'its entry is well-formed',
  'entry-in-log': 'the entry is in the log that the checkpoint describes',
  'origin-matches': 'the key belongs to this log',
  'checkpoint-signed': 'the checkpoint is signed by the key of the log',
};

const FAULTS: Readonly<Record<ReceiptFault, string>> = {
  malformed: 'not well-formed',
  'no-entry': 'the proof carries no entry',
  'other-root': 'the path does not lead to the root of the checkpoint',
  'no-key': 'no key is known here; give one with --key',
  'unreadable-key': 'the key cannot be read',
  'other-origin': 'the key is that of another log',
  'no-known-signature': 'signed by nobody whose key is known',
  'bad-signature': 'the signature is wrong',
  'not-checkable': 'cannot be checked',
};

export const verify: Command = {
  name: 'verify',
  summary: 'Check a receipt (.tlog-proof): is the entry in the log, is the checkpoint signed?',
  usage: 'forthwith verify FILE [--key VKEY|FILE]   (without --key: the keys of this installation)',
  options: { key: { type: 'string' } },
  async run({ words, flags, config, result }) {
    const [file] = words;
    if (file === undefined) {
      throw new UsageError('the file to verify is missing');
    }
    const text = readText(file);
    const keys = typeof flags['key'] === 'string' ? [keyOf(flags['key'])] : await ownKeys(config);
    const verdict = verifyReceipt(text, keys);
    result(asJson(verdict), textOf(verdict));
    const readable = verdict.checks.find(({ check }) => check === 'proof-well-formed')?.ok === true;
    return verdict.ok ? 0 : readable ? 1 : 2;
  },
};

/** Hashes as the formats spell them: base64. */
function asJson({ checkpoint, ...verdict }: ReceiptVerdict): object {
  return checkpoint === undefined
    ? verdict
    : { ...verdict, checkpoint: { ...checkpoint, root: encodeBase64(checkpoint.root) } };
}

function textOf({ ok, checks, entry, index }: ReceiptVerdict): string {
  const lines = checks.map((check) => {
    const why = check.detail === undefined ? '' : ` – ${FAULTS[check.detail]}`;
    return `  ${check.ok ? 'ok ' : 'NO '} ${CHECKS[check.check]}${why}`;
  });
  const what = entry === undefined ? [] : [`  entry ${index}: ${entry.event} at ${entry.at}`];
  return [ok ? 'verified' : 'NOT verified', ...lines, ...what].join('\n');
}

async function ownKeys(config: Config): Promise<readonly string[]> {
  if (config.databaseUrl === undefined && !existsSync(config.dataDir)) {
    return [];
  }
  return withApplication(config, async (application) => {
    const keys = application.get(LogKeys);
    return (await application.get(OrganisationsService).list()).map(({ id, slug }) => keys.verifierKey(id, slug));
  });
}

/** The key itself, or a file that holds it. */
function keyOf(given: string): string {
  return existsSync(given) ? readFileSync(given, 'utf8').trim() : given;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${(error as { code?: string }).code ?? 'unknown'})`);
  }
}
