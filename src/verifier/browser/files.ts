import { checkNames, UnreadableBundleError, type BundleFiles } from '../../domain/evidence/bundle-files.js';
import { missing, openZip, type ByteSource, type Inflate } from '../../domain/evidence/zip.js';

/** One ZIP, or the files it was unpacked into. @throws UnreadableBundleError */
export async function openChosen(chosen: readonly NamedFile[]): Promise<BundleFiles> {
  const [first] = chosen;
  return chosen.length === 1 && first !== undefined && !first.file.name.endsWith('.json')
    ? openZip(sourceOf(first.file), inflateRaw)
    : unpacked(chosen);
}

export interface NamedFile {
  /** With its folders, as far as the browser tells them. */
  readonly path: string;
  readonly file: File;
}

function sourceOf(file: File): ByteSource {
  return {
    size: file.size,
    read: async (from, length) => {
      const bytes = new Uint8Array(await file.slice(from, from + length).arrayBuffer());
      if (bytes.length !== length) {
        throw new UnreadableBundleError('damaged');
      }
      return bytes;
    },
  };
}

const inflateRaw: Inflate = async function* (compressed) {
  const inflating = new DecompressionStream('deflate-raw');
  const writer = inflating.writable.getWriter();
  const fed = (async () => {
    for await (const chunk of compressed) {
      await writer.write(Uint8Array.from(chunk));
    }
    await writer.close();
  })();
  // Its failure shows at the reading end.
  fed.catch(() => undefined);
  const reader = inflating.readable.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      yield part.value;
    }
  } catch {
    throw new UnreadableBundleError('damaged');
  } finally {
    reader.cancel().catch(() => undefined);
  }
};

/** Without the folder that all of them lie in. */
function unpacked(chosen: readonly NamedFile[]): BundleFiles {
  const inFolders = chosen.every(({ path }) => path.includes('/'));
  const [root] = chosen[0]?.path.split('/') ?? [];
  const isShared = inFolders && chosen.every(({ path }) => path.startsWith(`${root ?? ''}/`));
  const named = chosen.map(({ path, file }) => ({ name: isShared ? path.slice((root ?? '').length + 1) : path, file }));
  checkNames(named.map(({ name }) => name));
  const byName = new Map(named.map(({ name, file }) => [name, file]));
  return {
    names: [...byName.keys()],
    size: (name) => byName.get(name)?.size,
    open: (name) => {
      const file = byName.get(name);
      return file === undefined ? missing(name) : contentOf(file);
    },
  };
}

async function* contentOf(file: File): AsyncIterable<Uint8Array> {
  const reader = file.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    yield part.value;
  }
}

/** What was dropped, folders opened. */
export async function droppedFiles(items: DataTransferItemList): Promise<readonly NamedFile[]> {
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return (await Promise.all(entries.map(filesIn))).flat();
}

async function filesIn(entry: FileSystemEntry): Promise<readonly NamedFile[]> {
  if (entry instanceof FileSystemFileEntry || entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    return [{ path: entry.fullPath.slice(1), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: FileSystemEntry[] = [];
  for (let more = true; more;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    found.push(...some);
    more = some.length > 0;
  }
  return (await Promise.all(found.map(filesIn))).flat();
}
