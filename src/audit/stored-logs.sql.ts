import type { Client } from 'pg';
import { parseCheckpoint } from '../domain/log/checkpoint.js';
import { sameBytes } from '../domain/log/encoding.js';
import { publicKeyOf } from '../domain/log/ed25519.js';
import { leafHash } from '../domain/log/merkle.js';
import { RunTree } from '../domain/log/run-tree.js';
import { formatVkey, openNote, parseVkey } from '../domain/log/signed-note.js';
import type { KeyRing } from '../platform/vault/key-ring.js';

export interface CheckedLog {
  readonly slug: string;
  /** Entries under its newest checkpoint. */
  readonly size: number;
  /** Undefined: the entries give the root that was signed, and one of its keys has signed it. */
  readonly fault: 'entries-missing' | 'root-differs' | 'not-signed-by-its-key' | undefined;
}

const LOGS = `SELECT DISTINCT ON (c.organisation_id) c.organisation_id AS id, coalesce(o.slug, '') AS slug,
    c.size::float8 AS size, c.root, c.note
  FROM log_checkpoint c LEFT JOIN organisation o ON o.id = c.organisation_id
  ORDER BY c.organisation_id, c.size DESC`;
const ENTRIES = `SELECT bytes FROM log_entry WHERE organisation_id = $1 AND index >= $2 AND index < $3 ORDER BY index`;
const BATCH = 2_000;

/**
 * Hashes every log of a database anew, entry by entry, and compares it with its newest signed checkpoint. Past all services:
 * for a copy that nobody works on. As the owner of the database.
 */
export async function checkStoredLogs(client: Client, ring: KeyRing): Promise<readonly CheckedLog[]> {
  const { rows } = await client.query<{ id: string; slug: string; size: number; root: Buffer; note: string }>(LOGS);
  const checked: CheckedLog[] = [];
  for (const { id, slug, size, root, note } of rows) {
    const tree = new RunTree(0);
    for (let from = 0; from < size; from += BATCH) {
      const { rows: entries } = await client.query<{ bytes: Buffer }>(ENTRIES, [
        id,
        from,
        Math.min(size, from + BATCH),
      ]);
      entries.forEach(({ bytes }) => tree.add(leafHash(bytes)));
    }
    const computed = tree.root();
    const fault =
      tree.count !== size
        ? 'entries-missing'
        : computed === undefined || !sameBytes(computed, root) || !says(note, size, root)
          ? 'root-differs'
          : isSigned(note, id, ring)
            ? undefined
            : 'not-signed-by-its-key';
    checked.push({ slug, size, fault });
  }
  return checked;
}

function says(note: string, size: number, root: Buffer): boolean {
  const checkpoint = parseCheckpoint(note);
  return checkpoint?.size === size && sameBytes(checkpoint.root, root);
}

function isSigned(note: string, organisationId: string, ring: KeyRing): boolean {
  const origin = parseCheckpoint(note)?.origin ?? '';
  const keys = [
    ...ring.retiredSigningKeys(organisationId),
    ...ring.signingNumbers(organisationId).map((number) => publicKeyOf(ring.signingSeed(organisationId, number))),
  ];
  const verifiers = keys.map((key) => parseVkey(formatVkey(origin, key))).filter((key) => key !== undefined);
  return typeof openNote(note, verifiers) !== 'string';
}
