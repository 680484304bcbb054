import { parseCivilDate, type CivilDate } from '../../domain/civil-date.js';
import type { Telling } from '../../domain/proof/telling.js';
import { isEnteredLate, STATED_WAYS, type StatedWay, type Told } from '../../domain/proof/told.js';
import type { FieldProblem } from '../../domain/problem.js';
import { refuseFaults, type CaseChange } from '../request/case-work.js';
import { findProof, type StatementWords } from './find-proof.js';

type Input = Readonly<Record<string, unknown>>;

/** On which day it was, what proves it, and what is to be sealed where nothing does. */
export interface CaseProof {
  readonly on: CivilDate;
  readonly facts: Told;
  readonly words: StatementWords | undefined;
}

/** As `findProof`, for a command on a case. @throws Refusal invalid-input with every field that is wrong */
export async function provedIn(change: CaseChange, telling: Telling, input: Input): Promise<CaseProof> {
  const text = (field: string): string | undefined => (typeof input[field] === 'string' ? input[field] : undefined);
  const fields = { message: text('message'), way: text('way'), unproved: text('unproved'), saidBy: text('saidBy') };
  const { transaction, row } = change;
  const stated = text('on');
  const found = await findProof(transaction, row, telling, fields, { field: 'on', stated, now: transaction.now });
  const on = found.on ?? parseCivilDate(stated);
  const noDay: readonly FieldProblem[] =
    on === undefined ? [{ field: 'on', code: stated === undefined || stated === '' ? 'required' : 'not-a-date' }] : [];
  refuseFaults([...noDay, ...found.problems]);
  return { on: on ?? change.today, facts: found.facts, words: found.words };
}

/** What was done outside, on a day that somebody typed, where nothing here could prove it. */
export function attested({ row, today }: CaseChange, on: CivilDate, way: unknown): Told {
  const known = STATED_WAYS.find((one): one is StatedWay => one === way);
  const place = row.municipality === null ? { land: row.land } : { land: row.land, municipality: row.municipality };
  return {
    proof: 'attested',
    ...(known === undefined ? {} : { way: known }),
    ...(isEnteredLate(on, today, place) ? { enteredLate: true } : {}),
  };
}
