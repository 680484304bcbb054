import { createReadStream, readdirSync, statSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { checkNames, UnreadableBundleError, type BundleFiles } from '../domain/evidence/bundle-files.js';
import { missing, openZip, type ByteSource, type Inflate } from '../domain/evidence/zip.js';

export interface OpenBundle {
  readonly files: BundleFiles;
  readonly close: () => Promise<void>;
}

/** A ZIP, or the folder it was unpacked into. @throws UnreadableBundleError, and what the file system throws */
export async function openBundle(path: string): Promise<OpenBundle> {
  if (statSync(path).isDirectory()) {
    return { files: folderFiles(path), close: () => Promise.resolve() };
  }
  const handle = await open(path, 'r');
  try {
    const files = await openZip(sourceOf(handle, (await handle.stat()).size), inflateRaw);
    return { files, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function sourceOf(handle: FileHandle, size: number): ByteSource {
  return {
    size,
    read: async (from, length) => {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await handle.read(bytes, 0, length, from);
      if (bytesRead !== length) {
        throw new UnreadableBundleError('damaged');
      }
      return bytes;
    },
  };
}

const INFLATE_CHUNK_BYTES = 2 ** 17;

/** RFC 1951 by zlib; what is no deflate stream is a damaged bundle. */
export const inflateRaw: Inflate = async function* (compressed) {
  const source = Readable.from(compressed);
  const inflated = createInflateRaw({ chunkSize: INFLATE_CHUNK_BYTES });
  source.on('error', (error) => inflated.destroy(error));
  try {
    for await (const chunk of source.pipe(inflated)) {
      yield chunk as Buffer;
    }
  } catch (error) {
    throw String((error as { code?: unknown }).code).startsWith('Z_') ? new UnreadableBundleError('damaged') : error;
  } finally {
    source.destroy();
  }
};

const DEPTH_LIMIT = 3;

function folderFiles(root: string): BundleFiles {
  const names = namesIn(root, '', DEPTH_LIMIT);
  checkNames(names);
  const known = new Set(names);
  return {
    names,
    size: (name) => (known.has(name) ? statSync(join(root, name)).size : undefined),
    open: (name) => (known.has(name) ? createReadStream(join(root, name)) : missing(name)),
  };
}

function namesIn(root: string, folder: string, depth: number): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((item) => {
    const name = folder === '' ? item.name : `${folder}/${item.name}`;
    return item.isDirectory() && depth > 0 ? namesIn(root, name, depth - 1) : [name];
  });
}
