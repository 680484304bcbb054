import { readFileSync, statSync } from 'node:fs';
import { UnreadableBundleError } from '../domain/evidence/bundle-files.js';
import { verifyBundle, type VerifyOptions } from '../domain/evidence/verify-bundle.js';
import { verifyReceiptFile } from '../domain/evidence/verify-receipt.js';
import { textOf } from '../domain/log/encoding.js';
import { openBundle } from './node-files.js';
import { NODE_PORT } from './node-port.js';
import { receiptJson, receiptText } from './receipt-text.js';
import { verdictText } from './verdict-text.js';
import type { Words } from './words.de.js';

/**
 * 0: proved by whom the reader named. 1: false. 2: not decided, because nobody was named who confirms it, or because it
 * cannot be read at all; `outcome` in the value tells the two apart.
 */
const EXIT_CODES = { proved: 0, false: 1, consistent: 2 } as const;

export interface Verified {
  readonly exitCode: 0 | 1 | 2;
  readonly value: object;
  readonly text: string;
}

export interface VerifyPathOptions extends VerifyOptions {
  readonly words: Words;
}

const PROOF_HEADER = 'c2sp.org/tlog-proof';
const PROOF_LIMIT_BYTES = 1_000_000;

/** A bundle (ZIP or folder) or a single proof. @throws what the file system throws */
export async function verifyPath(path: string, options: VerifyPathOptions): Promise<Verified> {
  const proof = proofIn(path);
  return proof === undefined ? verifyBundleAt(path, options) : verifyProof(proof, options);
}

function proofIn(path: string): string | undefined {
  const stat = statSync(path);
  if (!stat.isFile() || stat.size > PROOF_LIMIT_BYTES) {
    return undefined;
  }
  const text = textOf(readFileSync(path));
  return path.endsWith('.tlog-proof') || text?.startsWith(PROOF_HEADER) === true ? (text ?? '') : undefined;
}

async function verifyProof(text: string, { words, ...options }: VerifyPathOptions): Promise<Verified> {
  const verdict = await verifyReceiptFile(text, NODE_PORT, options);
  const readable = verdict.checks.find(({ check }) => check === 'proof-well-formed')?.ok === true;
  return {
    exitCode: readable ? EXIT_CODES[verdict.outcome] : 2,
    value: receiptJson(verdict),
    text: receiptText(verdict, words.language),
  };
}

async function verifyBundleAt(path: string, { words, ...options }: VerifyPathOptions): Promise<Verified> {
  try {
    const { files, close } = await openBundle(path);
    try {
      const verdict = await verifyBundle(files, NODE_PORT, options);
      return { exitCode: EXIT_CODES[verdict.outcome], value: verdict, text: verdictText(verdict, words) };
    } finally {
      await close();
    }
  } catch (error) {
    if (error instanceof UnreadableBundleError) {
      const { fault, file } = error;
      const where = file === undefined ? '' : ` (${file})`;
      return {
        exitCode: 2,
        value: { outcome: 'unreadable', ok: false, unreadable: fault, ...(file === undefined ? {} : { file }) },
        text: `${words.unreadable}\n  ✗ ${words.readFaults[fault]}${where}`,
      };
    }
    throw error;
  }
}
