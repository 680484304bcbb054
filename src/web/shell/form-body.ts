import { parseCivilDate, type CivilDate } from '../../domain/civil-date.js';
import { isRefusal, type FieldProblem } from '../../domain/problem.js';
import type { Answer } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';

/** How one field of a form is read: `V` what it means, `T` what was typed, as the page shows it again. */
export interface Field<V, T = string> {
  /** @param raw the words that came under this name, in order; line ends are `\n` */
  read(raw: readonly string[]): {
    readonly value: V;
    readonly typed: T;
    readonly problem?: Omit<FieldProblem, 'field'>;
  };
  /** Where the form calls it something else than the handler does. */
  readonly name?: string;
}

type Fields = Readonly<Record<string, Field<unknown, unknown>>>;
export type Values<F extends Fields> = { readonly [K in keyof F]: ReturnType<F[K]['read']>['value'] };
export type Typed<F extends Fields> = { readonly [K in keyof F]: ReturnType<F[K]['read']>['typed'] };

export interface FormRead<F extends Fields> {
  readonly values: Values<F>;
  /** Whatever is wrong with it. */
  readonly typed: Typed<F>;
  readonly problems: readonly FieldProblem[];
}

/**
 * Reads the fields named, in this order, and nothing else:
 * `readForm(body, { on: date, reason: text(4000), version: int })`.
 */
export function readForm<F extends Fields>(body: Form, fields: F): FormRead<F> {
  const read = Object.entries(fields).map(([key, field]) => {
    const name = field.name ?? key;
    return [key, name, field.read(wordsIn(body, name))] as const;
  });
  return {
    values: Object.fromEntries(read.map(([key, , { value }]) => [key, value])) as Values<F>,
    typed: Object.fromEntries(read.map(([key, , { typed }]) => [key, typed])) as Typed<F>,
    problems: read.flatMap(([, field, { problem }]) => (problem === undefined ? [] : [{ field, ...problem }])),
  };
}

/** Text as it was typed, over several lines. Longer than `limit` characters is a problem; nothing is cut off. */
export function text(limit = Number.MAX_SAFE_INTEGER): Field<string> {
  return {
    read: ([typed = '']) => ({
      value: typed,
      typed,
      ...(typed.length > limit ? { problem: { code: 'too-long', limit } as const } : {}),
    }),
  };
}

/** A word or a line: without the blanks around it. */
export function line(limit = Number.MAX_SAFE_INTEGER): Field<string> {
  const whole = text(limit);
  return { read: ([typed = '']) => ({ ...whole.read([typed.trim()]), typed }) };
}

/** A choice or a filter in an address: what is longer is none of ours, and is not shown again whole. */
export function cut(limit: number): Field<string> {
  return {
    read: ([typed = '']) => {
      const value = typed.trim().slice(0, limit);
      return { value, typed: value };
    },
  };
}

/** A day that must be there. Longer than a date is not shown again. */
export const date: Field<CivilDate | undefined> = {
  read: ([typed = '']) => {
    const value = parseCivilDate(typed);
    const shown = typed.slice(0, 40);
    return value === undefined ? { value, typed: shown, problem: { code: 'not-a-date' } } : { value, typed: shown };
  },
};

/** A day, or nothing at all. */
export const optionalDate: Field<CivilDate | undefined> = {
  read: (raw) => {
    const typed = (raw[0] ?? '').trim();
    return typed === '' ? { value: undefined, typed } : date.read([typed]);
  },
};

/** A whole number, such as the version that a page was made of; undefined where none came, and then none is compared. */
export const int: Field<number | undefined> = {
  read: ([typed = '']) => ({ value: /^\d{1,9}$/.test(typed) ? Number(typed) : undefined, typed }),
};

/** One of the values that the form offers; undefined for anything else. */
export function choice<const T extends string>(values: readonly T[]): Field<T | undefined> {
  return { read: ([typed = '']) => ({ value: values.find((one) => one === typed), typed }) };
}

/** A box that sends this word when it is ticked. */
export function box(word: string): Field<boolean, boolean> {
  return {
    read: (raw) => {
      const ticked = raw.includes(word);
      return { value: ticked, typed: ticked };
    },
  };
}

/** Several boxes of one name. */
export const list: Field<readonly string[], readonly string[]> = {
  read: (raw) => {
    const chosen = raw.filter((word) => word !== '');
    return { value: chosen, typed: chosen };
  },
};

/** The same field under another name in the form: `until: named('until-17', text())`. */
export function named<V, T>(name: string, field: Field<V, T>): Field<V, T> {
  return { ...field, name };
}

/** Every field that is a single text, whatever it is called: for what is kept as it was typed. */
export function fieldsIn(body: Form): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(body ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value.replaceAll('\r\n', '\n')] as const] : [],
    ),
  );
}

/** What is wrong with which field. Rethrows what is no matter of fields. */
export function problemsOf(error: unknown): readonly FieldProblem[] {
  if (!isRefusal(error, 'invalid-input')) {
    throw error;
  }
  return error.facts.fields;
}

/**
 * Does what the form asks for; or shows it again, with what is wrong beside each field and what was typed in it.
 * `problems` are those of reading it; `act` may refuse the input for reasons of its own.
 */
export async function orShow(
  problems: readonly FieldProblem[],
  act: () => Promise<Answer>,
  show: (problems: readonly FieldProblem[]) => Answer | Promise<Answer>,
): Promise<Answer> {
  if (problems.length > 0) {
    return show(problems);
  }
  try {
    return await act();
  } catch (error) {
    return show(problemsOf(error));
  }
}

function wordsIn(body: Form, name: string): string[] {
  const value = body !== undefined && Object.hasOwn(body, name) ? body[name] : undefined;
  return [value ?? []]
    .flat()
    .filter((word) => typeof word === 'string')
    .map((word) => word.replaceAll('\r\n', '\n'));
}
