import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { isMailAddress } from '../../platform/mail/compose.js';
import { CaseWork, refuseFaults, Typed, type CaseChange } from '../request/case-work.js';
import { attested, provedIn } from '../proof/case-proof.js';
import {
  insertRecipient,
  mailField,
  markDisclosed,
  markLeftOut,
  markSending,
  markTold,
  recipientsOf,
  type RecipientRow,
} from './recipients.sql.js';

type Input = Readonly<Record<string, unknown>>;
export const TELL_RECIPIENT_JOB = 'tell-recipient';
export const LEFT_OUT_REASONS = ['impossible', 'disproportionate'] as const;
export const NAME_LIMIT = 300;

/** Those to whom data was disclosed (Art. 19): listed, told or left out with reasons, named to the person who asks. */
@Injectable()
export class RecipientsService {
  constructor(@Inject(CaseWork) private readonly cases: CaseWork) {}

  list(actor: Actor, id: string): Promise<readonly RecipientRow[]> {
    return this.cases.ask(actor, (executor) => recipientsOf(executor, id));
  }

  /** Its id. @throws Refusal invalid-input, command-not-allowed, version-conflict, … */
  async add(actor: Actor, id: string, input: Input, version?: number): Promise<string> {
    const typed = new Typed(input);
    const name = typed.text('name', { limit: NAME_LIMIT });
    const email = typed.text('email', { optional: true, limit: NAME_LIMIT });
    if (email !== '' && !isMailAddress(email)) {
      typed.faults.push({ field: 'email', code: 'not-an-address' });
    }
    const sealed = { name, email, address: typed.text('address', { optional: true }) };
    typed.check();
    return this.cases.change(actor, id, 'list-recipient', version, async (change) => {
      const recipient = change.newId();
      const { organisationId } = actor;
      await insertRecipient(change.transaction, { id: recipient, organisationId, rightsRequestId: id });
      const commit = change.seal(`recipient-${recipient}`, sealed);
      change.transaction.record('recipient.listed', { recipient }, { rightsRequestId: id, commit });
      return recipient;
    });
  }

  /** Orders the mail; told is who it reached: whose server has accepted it. Refused for good it may be ordered anew. */
  async mail(actor: Actor, id: string, input: Input, version?: number): Promise<void> {
    const typed = new Typed(input);
    const to = typed.text('to', { optional: true, limit: NAME_LIMIT });
    if (to !== '' && !isMailAddress(to)) {
      typed.faults.push({ field: 'to', code: 'not-an-address' });
    }
    const sealed = { to, subject: typed.text('subject', { limit: NAME_LIMIT }), text: typed.text('text') };
    typed.check();
    const item = String(input['item']);
    const who = (await this.cases.read(actor, id, `recipient-${item}`)).get(`recipient-${item}`);
    if (to === '' && who?.['email'] === '') {
      refuse('invalid-input', { fields: [{ field: 'to', code: 'not-an-address' }] });
    }
    await this.cases.change(actor, id, 'notify-recipient', version, async (change) => {
      const row = await found(change, item);
      mustSettle(await markSending(change.transaction, row), 'subject');
      change.transaction.enqueue({ kind: TELL_RECIPIENT_JOB, subjectId: row.id });
      const commit = change.seal(mailField(row.id, row.mails + 1), sealed);
      change.transaction.record('recipient.addressed', { recipient: row.id }, { rightsRequestId: id, commit });
    });
  }

  async recordTold(actor: Actor, id: string, input: Input, version?: number): Promise<void> {
    const typed = new Typed(input);
    const on = typed.day('on');
    const how = typed.text('how');
    typed.check();
    await this.cases.change(actor, id, 'notify-recipient', version, async (change) => {
      const row = await unsettled(change, input['item'], 'on');
      change.happened('on', on);
      mustSettle(await markTold(change.transaction, row.id, 'recorded', on, null), 'on');
      const commit = change.seal(`recipient-told-${row.id}`, { how });
      const facts = { recipient: row.id, by: 'recorded', ...attested(change, on, input['way']) } as const;
      change.transaction.record('recipient.notified', facts, { rightsRequestId: id, commit });
    });
  }

  async leaveOut(actor: Actor, id: string, input: Input, version?: number): Promise<void> {
    const typed = new Typed(input);
    const why = typed.oneOf('why', LEFT_OUT_REASONS);
    const reasons = typed.text('reasons');
    typed.check();
    await this.cases.change(actor, id, 'notify-recipient', version, async (change) => {
      const row = await unsettled(change, input['item'], 'why');
      mustSettle(await markLeftOut(change.transaction, row.id, why, change.today), 'why');
      const commit = change.seal(`recipient-reason-${row.id}`, { reasons });
      change.transaction.record('recipient.left-out', { recipient: row.id, why }, { rightsRequestId: id, commit });
    });
  }

  /** Art. 19 s. 2: the person asked who they are, and was told. */
  async disclose(actor: Actor, id: string, input: Input, version?: number): Promise<void> {
    await this.cases.change(actor, id, 'notify-recipient', version, async (change) => {
      const { on, facts, words } = await provedIn(change, 'disclose-recipients', input);
      const recipients = await markDisclosed(change.transaction, id, on);
      const commit = words === undefined ? {} : { commit: change.seal(`recipients-told-${change.row.version}`, words) };
      const told = { recipients, on, ...facts };
      change.transaction.record('recipient.disclosed', told, { rightsRequestId: id, ...commit });
    });
  }
}

async function found({ transaction, row }: CaseChange, item: unknown): Promise<RecipientRow> {
  const all = await recipientsOf(transaction, row.id);
  return all.find(({ id }) => id === item) ?? refuse('not-found', {});
}

async function unsettled(change: CaseChange, item: unknown, field: string): Promise<RecipientRow> {
  const row = await found(change, item);
  refuseFaults(row.state === 'told' || row.state === 'left-out' ? [{ field, code: 'only-once' }] : []);
  return row;
}

/** The mail's own result may come between reading and writing: what came first stands. */
function mustSettle(settled: boolean, field: string): void {
  refuseFaults(settled ? [] : [{ field, code: 'only-once' }]);
}
