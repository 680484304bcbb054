import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';
import { createReadStream, createWriteStream, fsyncSync, openSync, closeSync, renameSync, rmSync } from 'node:fs';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/**
 * An archive: magic line ‖ 32-byte salt ‖ chunks. A chunk is 64 KiB of the gzipped lines under AES-256-GCM, its number and
 * whether it is the last in its nonce (the STREAM construction): a chunk that is missing, doubled, moved or cut off shows.
 * The key of an archive is HKDF-SHA-256 of the backup key and the salt, so that no nonce is used twice under one key.
 */
const MAGIC = Buffer.from('forthwith-backup/1\n');
const SALT_BYTES = 32;
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;

/** The archive is not one, was cut off or changed, or the key is another. */
export class ArchiveError extends Error {}

/** Writes lines (without line ends) as one archive; under its name when it is whole and on disk. */
export async function writeArchive(path: string, key: KeyObject, lines: AsyncIterable<string>): Promise<void> {
  const draft = `${path}.part`;
  const salt = randomBytes(SALT_BYTES);
  try {
    const out = createWriteStream(draft, { mode: 0o600 });
    out.write(Buffer.concat([MAGIC, salt]));
    await pipeline(Readable.from(ended(lines)), createGzip({ level: 4 }), new Sealing(archiveKey(key, salt)), out);
    const file = openSync(draft, 'r+');
    fsyncSync(file);
    closeSync(file);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** @throws ArchiveError when a byte of it is not as it was written, at the latest with the last line */
export async function* readArchive(path: string, key: KeyObject): AsyncGenerator<string> {
  const opened = new Opening(key);
  const unzipped = createGunzip();
  const done = pipeline(createReadStream(path), opened, unzipped);
  // Whoever reads learns of the failure; it must not be an unhandled one as well.
  done.catch(() => undefined);
  try {
    yield* linesOf(unzipped);
    await done;
  } catch (error) {
    throw error instanceof ArchiveError || isMissing(error) ? error : new ArchiveError('the archive is damaged');
  }
}

function isMissing(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string';
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const line of lines) {
    yield Buffer.from(`${line}\n`, 'utf8');
  }
}

async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, end)]).toString('utf8');
      begun = [];
      from = end + 1;
    }
    begun.push(chunk.subarray(from));
  }
}

function archiveKey(key: KeyObject, salt: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, 'forthwith backup', 32));
}

function nonceOf(chunk: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(chunk), 3);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

class Sealing extends Transform {
  private rest = Buffer.alloc(0);
  private chunk = 0;

  constructor(private readonly key: Buffer) {
    super();
  }

  override _transform(data: Buffer, _: BufferEncoding, done: TransformCallback): void {
    this.rest = Buffer.concat([this.rest, data]);
    // The last one is held back: only the end tells that it is the last.
    while (this.rest.length > CHUNK_BYTES) {
      this.push(this.seal(this.rest.subarray(0, CHUNK_BYTES), false));
      this.rest = this.rest.subarray(CHUNK_BYTES);
    }
    done();
  }

  override _flush(done: TransformCallback): void {
    this.push(this.seal(this.rest, true));
    done();
  }

  private seal(bytes: Buffer, isLast: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.key, nonceOf(this.chunk++, isLast));
    return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  }
}

class Opening extends Transform {
  private rest = Buffer.alloc(0);
  private derived: Buffer | undefined;
  private chunk = 0;

  constructor(private readonly key: KeyObject) {
    super();
  }

  override _transform(data: Buffer, _: BufferEncoding, done: TransformCallback): void {
    try {
      this.rest = Buffer.concat([this.rest, data]);
      if (this.derived === undefined && this.rest.length >= MAGIC.length + SALT_BYTES) {
        this.begin();
      }
      while (this.derived !== undefined && this.rest.length > CHUNK_BYTES + TAG_BYTES) {
        this.push(this.open(this.derived, this.rest.subarray(0, CHUNK_BYTES + TAG_BYTES), false));
        this.rest = this.rest.subarray(CHUNK_BYTES + TAG_BYTES);
      }
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      if (this.derived === undefined) {
        throw new ArchiveError('this is no backup of this program');
      }
      this.push(this.open(this.derived, this.rest, true));
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  private begin(): void {
    if (!this.rest.subarray(0, MAGIC.length).equals(MAGIC)) {
      throw new ArchiveError('this is no backup of this program');
    }
    this.derived = archiveKey(this.key, this.rest.subarray(MAGIC.length, MAGIC.length + SALT_BYTES));
    this.rest = this.rest.subarray(MAGIC.length + SALT_BYTES);
  }

  private open(key: Buffer, sealed: Buffer, isLast: boolean): Buffer {
    if (sealed.length < TAG_BYTES) {
      throw new ArchiveError('the backup was cut off');
    }
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(this.chunk++, isLast));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const bytes = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
    try {
      decipher.final();
    } catch {
      throw new ArchiveError('the backup was cut off or changed, or this is not its key');
    }
    return bytes;
  }
}
