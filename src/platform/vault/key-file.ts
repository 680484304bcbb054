import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/**
 * Puts a file with this content in place, unless one is there: true if ours is the one. Whole or not at all, on disk
 * before it returns, and of two processes exactly one wins: the finished file is linked to its name, which a plain
 * exclusive create cannot offer (a reader could see it half written, a crash leave it empty).
 */
export function createKeyFile(path: string, content: string | Buffer): boolean {
  makeKeyDirectory(dirname(path));
  const draft = writeDraft(path, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return false;
    }
    throw error;
  } finally {
    unlinkSync(draft);
    syncDirectory(dirname(path));
  }
}

/** Exchanges the content in one step: a crash leaves the old file or the new one. */
export function replaceKeyFile(path: string, content: string | Buffer): void {
  renameSync(writeDraft(path, content), path);
  syncDirectory(dirname(path));
}

/** The content, or undefined if there is no such file. */
export function readKeyFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

/**
 * Overwrites and removes. On flash and copy-on-write storage the old block may live on, unreachable but there; what is
 * left of it is still wrapped under the master key.
 */
export function destroyKeyFile(path: string): void {
  if (!existsSync(path)) {
    return;
  }
  const length = statSync(path).size;
  const file = openSync(path, 'r+');
  try {
    writeSync(file, randomBytes(length), 0, length, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  unlinkSync(path);
  syncDirectory(dirname(path));
}

export function makeKeyDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
}

/** Permission bits, e.g. `0644`, if anyone but the owner may do anything with the file; undefined if not. */
export function tooOpen(path: string): string | undefined {
  const mode = statSync(path).mode & 0o777;
  return (mode & OTHERS) === 0 ? undefined : mode.toString(8).padStart(4, '0');
}

function writeDraft(path: string, content: string | Buffer): string {
  const draft = `${path}.${randomBytes(8).toString('hex')}.tmp`;
  const file = openSync(draft, 'wx', OWNER_ONLY);
  try {
    writeSync(file, Buffer.from(content));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return draft;
}

function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

function errorCode(error: unknown): unknown {
  return (error as { code?: unknown } | undefined)?.code;
}
