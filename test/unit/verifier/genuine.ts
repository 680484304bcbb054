import { canonicalJson } from '../../../src/domain/log/canonical-json.js';
import { commit } from '../../../src/domain/log/commitment.js';
import { formatConsistency } from '../../../src/domain/log/consistency-file.js';
import { publicKeyOf } from '../../../src/domain/log/ed25519.js';
import type { LogEntry } from '../../../src/domain/log/entry.js';
import { keyIdOf, type Signer } from '../../../src/domain/log/signed-note.js';
import { earlierName, manifestHash, type Manifest } from '../../../src/domain/evidence/bundle.js';
import { formatProofLine } from '../../../src/domain/evidence/proof-lines.js';
import type { VerifyOptions } from '../../../src/domain/evidence/verify-bundle.js';
import { referenceCommitment } from '../../../src/domain/evidence/verify-documents.js';
import { sha } from '../domain/log/naive-tree.js';
import {
  accepted,
  attempt,
  bundleOf,
  entry,
  issued,
  LOG,
  of,
  OTHER,
  PAYLOAD,
  recorded,
  REPORT,
  REQUEST,
  SALT,
  SampleLog,
  SECOND,
  settings,
  vkeyOf,
  withAnchor,
  type Files,
} from '../domain/evidence/sample-bundle.js';
import { changed } from '../domain/evidence/verifying.js';

/** A genuine bundle and what its reader names. */
export interface Genuine {
  readonly name: string;
  readonly files: Files;
  readonly options: VerifyOptions;
}

interface Plan {
  readonly name: string;
  readonly kind: Manifest['kind'];
  readonly requests: readonly string[];
  readonly rotated?: boolean;
  readonly epoch?: boolean;
  readonly disclosed?: boolean;
  readonly witnessed?: boolean;
  /** The proofs in one file. */
  readonly lined?: boolean;
}

const DAY = { from: '2026-11-23', to: '2026-11-23' };
const base64 = (bytes: Uint8Array) => Buffer.from(sha(bytes)).toString('base64');
const hex = ({ name, seed }: Signer) => Buffer.from(keyIdOf(name, publicKeyOf(seed))).toString('hex');
const reference = (request: string) => `DSR-2026-${request.slice(-7)}`;

function entriesOf({ rotated, epoch }: Plan): LogEntry[] {
  const told = (request: string) => ({ reference: referenceCommitment(SALT, reference(request)) });
  return [
    ...settings(),
    { ...recorded(1, REQUEST, told(REQUEST)), commit: commit(SALT, PAYLOAD) },
    attempt(2),
    accepted(3),
    recorded(4, SECOND, told(SECOND)),
    attempt(5, SECOND),
    accepted(6, SECOND),
    entry('request.acknowledged', 7, {}, of(REQUEST)),
    ...(rotated === true
      ? [
          entry('key.rotated', 8, {
            ...{ purpose: 'log', keyId: hex(OTHER), replaces: hex(LOG), epoch: 2 },
            key: base64(publicKeyOf(OTHER.seed)),
          }),
        ]
      : []),
    ...(epoch === true
      ? [entry('log.epoch-opened', 9, { epoch: 2, reason: 'backup-restored', previousSize: 10 })]
      : []),
  ];
}

/** As the program gives it out: extent and enclosures noted, references opened, each entry with its proof. */
function make(plan: Plan): Genuine {
  const { kind, requests, rotated, epoch, disclosed, witnessed, lined } = plan;
  const before = entriesOf(plan);
  const isPeriod = kind === 'period';
  const lines = requests.map((request) =>
    canonicalJson({ reference: reference(request), request, salt: SALT.toString('base64') }),
  );
  const beside: Record<string, string> = {
    'references.jsonl': `${(isPeriod ? [REQUEST, SECOND].map((request) => canonicalJson({ reference: reference(request), request, salt: SALT.toString('base64') })) : lines).join('\n')}\n`,
    'verify.html': '<!doctype html>',
    'LIESMICH.txt': 'how to verify\n',
    ...(disclosed === true
      ? { 'disclosures.jsonl': `${canonicalJson({ index: 3, payload: PAYLOAD, salt: SALT.toString('base64') })}\n` }
      : {}),
  };
  const claim: Manifest = {
    ...{ v: 1, kind, requests: isPeriod ? [] : requests, references: {}, runs: [], timeZone: 'Europe/Berlin' },
    ...(isPeriod ? DAY : { from: null, to: null }),
    bound: {
      ...{ size: before.length, chosen: [{ first: 0, count: before.length }], earlier: [before.length] },
      files: Object.fromEntries(Object.entries(beside).map(([name, text]) => [name, base64(Buffer.from(text))])),
    },
  };
  const facts = isPeriod ? { kind: 'evidence-of-period' as const, ...DAY } : {};
  const log = new SampleLog([...before, issued(10, REPORT, { ...facts, manifest: manifestHash(claim) })]);
  const name = epoch === true ? `${LOG.name}/2` : LOG.name;
  const signer = { ...(rotated === true ? OTHER : LOG), name };
  const keys = rotated === true ? [{ ...LOG, name }, signer] : [signer];
  const runs = [{ first: 0, count: log.lines.length }];
  const size = before.length;
  const checkpoint = log.checkpoint(size, rotated === true ? keys : [signer]);
  const files = changed(
    bundleOf(log, { runs, signers: [signer], keys: keys.map(vkeyOf), manifest: { ...claim, runs } }),
    {
      ...beside,
      [earlierName(size)]: formatConsistency({ old: size, path: log.consistency(size), checkpoint }),
    },
  );
  const proven = lined === true ? withProofLines(files, log) : files;
  const anchored = witnessed === true ? withAnchor(proven, log) : proven;
  const policy = anchored.get('anchors/policy');
  return {
    name: plan.name,
    files: anchored,
    options: {
      trustedKeys: [vkeyOf(LOG)],
      ...(policy === undefined ? {} : { trustedPolicy: Buffer.from(policy).toString('utf8') }),
    },
  };
}

function withProofLines(files: Files, log: SampleLog): Files {
  const ends = [0, log.lines.length - 1].map((index) => `${formatProofLine({ index, path: log.path(index) })}\n`);
  return new Map([
    ...[...files].filter(([name]) => !name.startsWith('proofs/')),
    ['proofs.jsonl', Buffer.from(ends.join(''))],
  ]);
}

const KINDS = [
  { kind: 'request', requests: [REQUEST] },
  { kind: 'requests', requests: [REQUEST, SECOND] },
  { kind: 'period', requests: [] },
] as const;
const MANNERS = [
  {},
  { rotated: true },
  { epoch: true },
  { disclosed: true },
  { witnessed: true },
  { rotated: true, disclosed: true },
  { lined: true },
] as const;

/** Bundles of every kind and manner. */
export const GENUINE: readonly Genuine[] = KINDS.flatMap(({ kind, requests }) =>
  MANNERS.filter((manner) => !(kind === 'period' && 'disclosed' in manner)).map((manner) =>
    make({ name: [kind, ...Object.keys(manner)].join(' '), kind, requests, ...manner }),
  ),
);
