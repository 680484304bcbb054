import { parseCivilDate } from '../domain/civil-date.js';
import type { FieldProblem } from '../domain/problem.js';

/** Every fault of a profile, a line each: where it stands, what it holds, what is allowed. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';

  constructor(
    readonly faults: readonly string[],
    /** The same by field. */
    readonly problems: readonly FieldProblem[] = [],
  ) {
    super(faults.join('\n'));
  }
}

const EMAIL = /^[^\s@<>"',;:()[\]\\\p{C}]{1,64}@[A-Za-z0-9.-]{1,189}$/u;

interface TextRule {
  readonly max: number;
  readonly pattern?: RegExp;
  readonly allowed?: string;
  readonly lines?: boolean;
  /** What is wrong with a text that does not fit the pattern. */
  readonly code?: FieldProblem['code'];
}

export type Fields = Record<string, unknown> & { readonly [PATH]?: string };
const PATH = Symbol('path');

/** Reads values out of parsed JSON. Collects every fault while reading, so that the file is mended in one go. */
export class ProfileReader {
  private readonly faults: string[] = [];
  private readonly found: FieldProblem[] = [];

  /** The same faults by field, for whoever filled in a form. */
  get problems(): readonly FieldProblem[] {
    return this.found;
  }

  object(path: string, value: unknown): Fields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fault(path, value, 'an object');
      return { [PATH]: path };
    }
    return { ...value, [PATH]: path };
  }

  list(from: Fields, name: string): readonly unknown[] {
    const value = from[name];
    if (!Array.isArray(value) || value.length === 0) {
      this.fault(this.path(from, name), value, 'a list with at least one item');
      return [];
    }
    return value;
  }

  text(from: Fields, name: string, rule: TextRule): string {
    const value = from[name];
    const forbidden = rule.lines === true ? /[^\P{C}\n]/u : /\p{C}/u;
    const fits =
      typeof value === 'string' &&
      value.trim() !== '' &&
      value.length <= rule.max &&
      !forbidden.test(value) &&
      (rule.pattern?.test(value) ?? true);
    if (!fits) {
      this.fault(this.path(from, name), value, rule.allowed ?? `text of 1 to ${rule.max} characters`, {
        code: wrongText(value, rule),
        limit: rule.max,
      });
      return '';
    }
    return value;
  }

  email(from: Fields, name: string): string {
    return this.text(from, name, {
      pattern: EMAIL,
      allowed: 'one e-mail address',
      max: 254,
      code: 'not-an-address',
    });
  }

  /** In lower case, each once. */
  emails(from: Fields, name: string): readonly string[] {
    const value = from[name];
    if (
      !Array.isArray(value) ||
      value.length > 20 ||
      !value.every((one) => typeof one === 'string' && EMAIL.test(one))
    ) {
      this.fault(this.path(from, name), value, 'a list of at most 20 e-mail addresses', { code: 'not-an-address' });
      return [];
    }
    return [...new Set((value as string[]).map((one) => one.toLowerCase()))];
  }

  days(from: Fields, name: string): readonly number[] {
    const value = from[name];
    const fits =
      Array.isArray(value) &&
      value.length <= 10 &&
      value.every((days) => Number.isInteger(days) && Number(days) >= 0 && Number(days) <= 90);
    if (!fits) {
      this.fault(this.path(from, name), value, 'a list of at most 10 whole numbers from 0 to 90', {
        code: 'beyond-limits',
        limit: '0–90',
      });
      return [];
    }
    return [...new Set(value as number[])].sort((a, b) => b - a);
  }

  date(from: Fields, name: string): string {
    const date = parseCivilDate(from[name]);
    if (date === undefined) {
      this.fault(this.path(from, name), from[name], 'a date YYYY-MM-DD', { code: 'not-a-date' });
    }
    return date ?? '';
  }

  boolean(from: Fields, name: string): boolean {
    if (typeof from[name] !== 'boolean') {
      this.fault(this.path(from, name), from[name], 'true or false');
    }
    return from[name] === true;
  }

  integer(from: Fields, name: string, min: number, max: number): number {
    const value = from[name];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
      this.fault(this.path(from, name), value, `a whole number from ${min} to ${max}`, {
        code: 'beyond-limits',
        limit: `${min}–${max}`,
      });
      return min;
    }
    return value;
  }

  oneOf<T extends string>(from: Fields, name: string, allowed: readonly T[]): T {
    const value = from[name];
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) {
      this.fault(this.path(from, name), value, `one of ${allowed.join(', ')}`);
    }
    return found ?? (allowed[0] as T);
  }

  timeZone(from: Fields, name: string): string {
    const zone = this.text(from, name, { max: 60 });
    try {
      Intl.DateTimeFormat('en', { timeZone: zone });
    } catch {
      this.fault(this.path(from, name), zone, 'an IANA time zone such as Europe/Berlin');
    }
    return zone;
  }

  fault(
    path: string,
    value: unknown,
    allowed: string,
    problem: Omit<FieldProblem, 'field'> = { code: 'unknown-value' },
  ): void {
    this.found.push({ field: path, ...problem });
    const held = JSON.stringify(value)?.slice(0, 60) ?? 'nothing';
    this.faults.push(`${path}: holds ${held}, allowed is ${allowed}`);
  }

  finish(): void {
    if (this.faults.length > 0) {
      throw new ProfileError(this.faults, this.found);
    }
  }

  private path(from: Fields, name: string): string {
    const parent = from[PATH];
    return parent === undefined || parent === 'profile' ? name : `${parent}.${name}`;
  }
}

function wrongText(value: unknown, { max, code = 'unknown-value' }: TextRule): FieldProblem['code'] {
  if (typeof value !== 'string' || value.trim() === '') {
    return 'required';
  }
  return value.length > max ? 'too-long' : code;
}
