import { parse } from 'csv-parse/sync';
import { BudgetExceeded, type Budget } from '../untrusted/budget.js';

/** A spreadsheet's row with as many and as long cells as anybody has. */
const RECORD_CHARS = 1_000_000;

/**
 * Whether another program can read it: JSON (RFC 8259), or CSV (RFC 4180) with a header, rows of one length and more
 * than one column. A text without columns is no table, whatever its name. @throws BudgetExceeded
 */
export function isPortable(content: Buffer, { kind }: { readonly kind: 'json' | 'csv' }, budget: Budget): boolean {
  budget.spendBytes(content.length);
  const text = utf8Of(content)?.replace(/^\uFEFF/, '');
  return text !== undefined && (kind === 'json' ? isJson(text) : isCsv(text, budget));
}

/** Undefined: no UTF-8, which both formats are written in. */
function utf8Of(content: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}

/** Comma, or semicolon as German spreadsheets write it, whichever the first line has more of. */
function isCsv(text: string, budget: Budget): boolean {
  const [first = ''] = text.split('\n', 1);
  const delimiter = first.split(';').length > first.split(',').length ? ';' : ',';
  let [rows, columns] = [0, 0];
  try {
    parse(text, {
      delimiter,
      max_record_size: RECORD_CHARS,
      skip_empty_lines: true,
      on_record: (record: readonly string[]) => {
        budget.spendParts();
        rows += 1;
        columns = record.length;
        // Counted, not kept.
        return null;
      },
    });
  } catch (error) {
    if (error instanceof BudgetExceeded) {
      throw error;
    }
    return false;
  }
  return rows > 1 && columns > 1 && !text.includes('\0');
}
