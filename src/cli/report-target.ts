import { accessSync, constants, statSync, type Stats } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LONGEST_YEARS } from '../domain/reports/report-period.js';
import { isRefusal, type FieldProblem } from '../domain/problem.js';
import { UsageError } from './command.js';

/**
 * Before anything is counted: a report that cannot be written would be in the log as given out, and nobody had it.
 * @throws UsageError
 */
export function mustBeWritable(out: string, isReplacing: boolean): void {
  const found = statOf(out);
  if (found?.isDirectory() === true) {
    throw new UsageError(`--out ${out} is a folder; name a file in it`);
  }
  if (found !== undefined && !isReplacing) {
    throw new UsageError(`${out} exists; --force replaces it`);
  }
  const folder = dirname(out);
  if (statOf(folder)?.isDirectory() !== true) {
    throw new UsageError(`there is no folder ${folder}`);
  }
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new UsageError(`the folder ${folder} cannot be written to`);
  }
}

/** Whole or not at all. @throws UsageError where the system does not take it */
export async function writeReport(content: Uint8Array, out: string): Promise<void> {
  const temporary = `${out}.${process.pid}.part`;
  try {
    await writeFile(temporary, content, { flag: 'wx' });
    await rename(temporary, out);
  } catch (error) {
    await rm(temporary, { force: true });
    const { code = 'unknown' } = error as { readonly code?: string };
    throw new UsageError(`${out} could not be written: ${code}. The report is in the log; ask for it again`);
  }
}

/** What is wrong with the days asked for, or with the organisation, as a sentence. Other errors stay what they are. */
export function explained(error: unknown, slug: string): unknown {
  if (isRefusal(error, 'invalid-input')) {
    return new UsageError(error.facts.fields.map(sentenceOf).join('; '));
  }
  if (isRefusal(error, 'not-found')) {
    return new UsageError(`there is no organisation ${slug}; "forthwith organisation list" names them`);
  }
  return error;
}

export function sentenceOf({ field, code, limit }: FieldProblem): string {
  switch (code) {
    case 'in-the-future':
      return `--${field} lies in the future`;
    case 'before-start':
      return `--${field} lies before --from, ${limit}`;
    case 'period-too-long':
      return `from --from to --${field} it is more than ${limit ?? LONGEST_YEARS} years`;
    case 'too-long-ago':
      return `--${field} lies before ${limit}`;
    default:
      return `--${field} is no date; write YYYY-MM-DD`;
  }
}

/** Also where a part of the path is no folder. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
