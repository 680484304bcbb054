import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { BundleFiles } from '../../domain/evidence/bundle-files.js';

/** A ZIP as a stream: files are made one after another while it is read. Same files and moment, same bytes. */
export function zipStream(files: BundleFiles, madeAt: Date): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: unknown) =>
    output.destroy(error instanceof Error ? error : new Error('writing a ZIP failed')),
  );
  for (const name of files.names) {
    // A closed stream of the reader ends the making as well.
    zip.addReadStreamLazy(name, { mtime: madeAt, mode: 0o100644 }, (ready) => {
      ready(null, Readable.from(files.open(name), { objectMode: false }));
    });
  }
  zip.end();
  return output;
}
