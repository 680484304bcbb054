import { Inject, Injectable } from '@nestjs/common';
import { kindFor } from '../../../domain/correspondence/answering.js';
import { isRefusal, refuse } from '../../../domain/problem.js';
import { CATALOGUE } from '../../../domain/rights/catalogue.js';
import { isCheckAnswer, type Check, type CheckAnswers } from '../../../domain/rights/check.js';
import { OUTCOMES } from '../../../domain/rights/outcome.js';
import type { Right } from '../../../domain/rights/right.js';
import type { Actor } from '../../../audit/actor.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { ClaimsService, type OpenedClaim } from '../../../requests/claims/claims.service.js';
import type { MessageDraft } from '../../../requests/correspondence/correspondence.service.js';
import { named, readForm, text } from '../../shell/form-body.js';
import { groundFor } from '../chosen-ground.js';
import type { OutcomeForm } from '../outcome-fields.js';

/** What was chosen for one right on the page of the answer. */
export interface ClaimChoice extends OutcomeForm {
  readonly right: Right;
  readonly reasons: string;
  readonly checks: CheckAnswers;
}

/** The names of a right's fields end with it: the page asks about several at once. */
export const suffixOf = (right: Right): string => `-${right}`;

/** One for each right, chosen or not. */
export function choicesOf(body: Form, rights: readonly Right[]): readonly ClaimChoice[] {
  return rights.map((right) => {
    const field = (name: string) => named(`${name}${suffixOf(right)}`, text());
    const { values } = readForm(body, {
      outcome: field('outcome'),
      ground: field('ground'),
      norm: field('norm'),
      reasons: field('reasons'),
    });
    const checks = CATALOGUE[right].checks.flatMap(({ check }) => {
      const { answer } = readForm(body, { answer: field(`check-${check}`) }).values;
      return isCheckAnswer(answer) ? [[check, answer] as const] : [];
    });
    return { right, ...values, checks: Object.fromEntries(checks) };
  });
}

/** The claims as they would be, had this been decided. */
export function asChosen(claims: readonly OpenedClaim[], choices: readonly ClaimChoice[] = []): readonly OpenedClaim[] {
  return claims.map((claim) => {
    const choice = choices.find(({ right }) => right === claim.right);
    const outcome = OUTCOMES.find((one) => one === choice?.outcome);
    return claim.outcome !== null || choice === undefined || outcome === undefined
      ? claim
      : { ...claim, outcome, ground: groundFor(claim.right, outcome, choice).ground, reasons: choice.reasons };
  });
}

/** Decisions that are made with the answer: each is an entry of its own, as on the page of the rights. */
@Injectable()
export class AnswerDecisions {
  constructor(@Inject(ClaimsService) private readonly claims: ClaimsService) {}

  /**
   * What was chosen, and nothing about the rest. Returns the version of the case after it.
   * @throws Refusal invalid-input (fields named with the right), version-conflict
   */
  async make(
    actor: Actor,
    id: string,
    choices: readonly ClaimChoice[],
    version: number | undefined,
  ): Promise<number | undefined> {
    let current = version;
    for (const choice of choices) {
      const outcome = OUTCOMES.find((one) => one === choice.outcome);
      if (outcome !== undefined) {
        current = await this.one(actor, id, choice, outcome, current);
      }
    }
    return current;
  }

  /** A letter that was begun before anything was decided is of the kind that says it, once it is. */
  async named(actor: Actor, id: string, draft: MessageDraft, choices: readonly ClaimChoice[]): Promise<MessageDraft> {
    if (draft.kind !== 'free' || choices.every(({ outcome }) => outcome === '')) {
      return draft;
    }
    return { ...draft, kind: kindFor(asChosen(await this.claims.open(actor, id), choices)) ?? draft.kind };
  }

  /**
   * The version that the case has with what was ticked, had nobody else changed it: the one found afterwards would hide
   * that somebody has decided in the same instant.
   */
  private async checked(
    actor: Actor,
    id: string,
    { right, checks }: ClaimChoice,
    version: number | undefined,
  ): Promise<number | undefined> {
    const known = (await this.claims.open(actor, id)).find((claim) => claim.right === right)?.checks ?? {};
    const fresh = Object.entries(checks).some(([check, answer]) => (known[check as Check] ?? 'open') !== answer);
    if (!fresh) {
      return version;
    }
    await this.claims.check(actor, id, right, checks, version);
    return version === undefined ? undefined : version + 1;
  }

  private async one(
    actor: Actor,
    id: string,
    choice: ClaimChoice,
    outcome: (typeof OUTCOMES)[number],
    version: number | undefined,
  ): Promise<number> {
    const { right, reasons } = choice;
    try {
      // What was ticked with it is kept, also where the decision cannot stand.
      const expected = await this.checked(actor, id, choice, version);
      const decision = { outcome, ...groundFor(right, outcome, choice), reasons };
      return (await this.claims.decide(actor, id, right, decision, expected)).version;
    } catch (error) {
      if (!isRefusal(error, 'invalid-input')) {
        throw error;
      }
      const { fields } = error.facts;
      return refuse('invalid-input', {
        fields: fields.map((problem) => ({ ...problem, field: `${problem.field}${suffixOf(right)}` })),
      });
    }
  }
}
