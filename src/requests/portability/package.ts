import { createHash } from 'node:crypto';
import { ZipFile } from 'yazl';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { portableKind, portableNames } from '../../domain/rights/portable-file.js';
import type { FieldProblem } from '../../domain/problem.js';
import { randomToken } from '../../platform/ids.js';
import type { PortableFiles } from '../../platform/documents/portable-files.js';

export const PACKAGE_LINK_JOB = 'package-link';
export const PACKAGE_CODE_JOB = 'package-code';
export const PACKAGE_DAYS = 14;
export const PACKAGE_DAYS_MOST = 30;
export const PACKAGE_LIMITS = { files: 10, totalBytes: 40 * 1024 * 1024 } as const;

export interface PackageFile {
  readonly filename: string;
  readonly content: Buffer;
}

/** The ZIP itself: as files are named, so that it is not among what is disclosed with evidence for strangers. */
export const packageField = (id: string): string => `attachment-package-${id}`;
/** Address and word of the link, for the mails; gone with the package. */
export const packageLinkField = (id: string): string => `attachment-package-link-${id}`;

export function hashOfPackageLink(word: string): Buffer {
  return createHash('sha256').update(word).digest();
}

export interface PackageLink {
  readonly address: string;
  readonly link: string;
}

/** Everything that is wrong with the files; `limit` is the number of the file. */
export async function faultsOfFiles(
  portable: Pick<PortableFiles, 'isPortable'>,
  files: readonly PackageFile[],
): Promise<readonly FieldProblem[]> {
  const field = 'files';
  const total = files.reduce((sum, { content }) => sum + content.length, 0);
  if (files.length === 0) {
    return [{ field, code: 'required' }];
  }
  if (files.length > PACKAGE_LIMITS.files) {
    return [{ field, code: 'too-many', limit: PACKAGE_LIMITS.files }];
  }
  if (total > PACKAGE_LIMITS.totalBytes) {
    return [{ field, code: 'too-large', limit: PACKAGE_LIMITS.totalBytes }];
  }
  for (const [at, { filename, content }] of files.entries()) {
    const kind = portableKind(filename);
    if (kind === undefined || !(await portable.isPortable(content, kind))) {
      return [{ field, code: 'not-machine-readable', limit: at + 1 }];
    }
  }
  return [];
}

/**
 * The package. A random comment goes into it: its hash is in the log for good, and without the package nobody can
 * find out by trying what was in it (P5).
 */
export async function zipOf(files: readonly PackageFile[], madeAt: Date): Promise<{ zip: Buffer; names: string[] }> {
  const archive = new ZipFile();
  const names = [...portableNames(files.map(({ filename }) => filename))];
  files.forEach(({ content }, at) => {
    archive.addBuffer(content, names[at] ?? `${at}.json`, { mtime: madeAt, mode: 0o100644 });
  });
  archive.end({ comment: randomToken(), forceZip64Format: false });
  return { zip: await buffer(archive.outputStream as Readable), names };
}
