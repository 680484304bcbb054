import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, type CivilDate } from '../domain/civil-date.js';
import { decide, type Command } from '../domain/lifecycle/lifecycle.js';
import { COMPLAINT_RESULTS } from '../domain/rights/complaint-course.js';
import { RESTRICTION_GROUNDS } from '../domain/rights/outcome.js';
import { restrictionStep } from '../domain/rights/restriction-course.js';
import type { Actor } from '../audit/actor.js';
import { Clock } from '../platform/clock.js';
import { CaseWork } from '../requests/case-work.js';
import { ComplaintsService } from '../requests/complaints/complaints.service.js';
import { LEFT_OUT_REASONS, RecipientsService } from '../requests/recipients/recipients.service.js';
import { mailField, mailReplyField, type RecipientRow } from '../requests/recipients/recipients.sql.js';
import { RestrictionsService } from '../requests/restrictions/restrictions.service.js';
import type { RightsRequestRow } from '../requests/rights-requests.repository.js';
import type { Fact } from './components/parts.js';
import { day } from './format.js';
import type { PageContext } from './page-context.js';
import type { PartField, PartForm, PartItem, PartLink } from './pages/case-part.page.js';
import { textsIn } from './texts/texts.js';

export interface PartView {
  readonly title: string;
  readonly lead: string;
  readonly empty: string;
  readonly items: readonly PartItem[];
  readonly starts: readonly PartLink[];
}

/** What was asked for or typed: the step, its item, the fields. */
export type StepInput = Readonly<Record<string, string>>;

type Sealed = ReadonlyMap<string, Record<string, string>>;

/** Restriction, recipients, authority of one request as their pages show them. */
@Injectable()
export class ArticleViews {
  constructor(
    @Inject(CaseWork) private readonly cases: CaseWork,
    @Inject(RestrictionsService) private readonly restrictions: RestrictionsService,
    @Inject(RecipientsService) private readonly recipients: RecipientsService,
    @Inject(ComplaintsService) private readonly complaints: ComplaintsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async restriction(context: PageContext, actor: Actor, row: RightsRequestRow): Promise<PartView> {
    const texts = context.texts.articles.restriction;
    const { labels } = texts;
    const rows = await this.restrictions.list(actor, row.id);
    const sealed = await this.cases.read(actor, row.id, 'restriction-');
    const today = this.today(row);
    const items = rows.map((one, at) => {
      const content = sealed.get(`restriction-${one.id}`);
      const step = restrictionStep(one, today);
      return {
        id: one.id,
        title: texts.item(at + 1),
        facts: [
          { label: labels.ground, value: texts.grounds[one.ground] },
          text(context, labels.what, content?.['what']),
          text(context, labels.end, content?.['end']),
          ...dayFact(context, labels.since, one.beganOn),
          ...dayFact(context, labels.review, one.reviewOn),
          ...dayFact(context, labels.announced, one.announcedOn),
          ...dayFact(context, labels.liftingOn, one.liftingOn),
          ...dayFact(context, labels.lifted, one.liftedOn),
          { label: labels.next, value: texts.steps[step] },
        ],
        steps:
          step === 'none'
            ? []
            : [
                ...this.link(row, 'announce-lifting', 'announce', texts.announce),
                ...this.link(row, 'lift-restriction', 'lift', texts.lift),
              ],
      };
    });
    const starts = this.link(row, 'restrict', 'begin', texts.begin);
    return { title: texts.title(row.reference), lead: texts.lead, empty: texts.empty, items, starts };
  }

  restrictionForm(context: PageContext, row: RightsRequestRow, input: StepInput): PartForm | undefined {
    const texts = context.texts.articles.restriction;
    const { labels } = texts;
    const form = formOf(input, this.today(row));
    switch (input['step']) {
      case 'begin':
        return form.of(texts.begin, texts.beginHint, [
          form.choice('select', 'ground', labels.ground, RESTRICTION_GROUNDS, texts.grounds),
          form.area('what', labels.what),
          form.area('end', labels.end),
          form.date('on', texts.on),
          form.date('reviewOn', texts.reviewOn, ''),
        ]);
      case 'announce':
        return form.of(texts.announce, texts.announceHint, [
          form.date('on', texts.toldOn),
          form.date('liftingOn', texts.liftingOn, ''),
        ]);
      case 'lift':
        return form.of(texts.lift, texts.liftHint, [form.date('on', texts.on)]);
      default:
        return undefined;
    }
  }

  async recipient(context: PageContext, actor: Actor, row: RightsRequestRow): Promise<PartView> {
    const texts = context.texts.articles.recipients;
    const { labels } = texts;
    const rows = await this.recipients.list(actor, row.id);
    const sealed = await this.cases.read(actor, row.id, 'recipient-');
    const items = rows.map((one) => ({
      id: one.id,
      title: sealed.get(`recipient-${one.id}`)?.['name'] ?? context.texts.articles.sealedGone,
      facts: [
        { label: labels.state, value: stateWords(context, one) },
        ...optional(labels.email, sealed.get(`recipient-${one.id}`)?.['email']),
        ...optional(labels.address, sealed.get(`recipient-${one.id}`)?.['address']),
        ...optional(labels.how, sealed.get(`recipient-told-${one.id}`)?.['how']),
        ...optional(labels.reasons, sealed.get(`recipient-reason-${one.id}`)?.['reasons']),
        ...optional(labels.to, sealed.get(mailField(one.id, one.mails))?.['to']),
        ...optional(labels.text, sealed.get(mailField(one.id, one.mails))?.['text']),
        ...optional(labels.answer, sealed.get(mailReplyField(one.id, one.mails))?.['reply']),
        ...dayFact(context, labels.disclosed, one.disclosedOn),
      ],
      steps: this.recipientSteps(context, row, one, sealed),
    }));
    const starts = [
      ...this.link(row, 'list-recipient', 'add', texts.add),
      ...(rows.length === 0 ? [] : this.link(row, 'notify-recipient', 'disclose', texts.disclose)),
    ];
    return { title: texts.title(row.reference), lead: texts.lead, empty: texts.empty, items, starts };
  }

  private recipientSteps(context: PageContext, row: RightsRequestRow, one: RecipientRow, sealed: Sealed): PartLink[] {
    const texts = context.texts.articles.recipients;
    if (one.state === 'told' || one.state === 'left-out') {
      return [];
    }
    const { german, english } = texts.template;
    const label = one.state === 'failed' ? texts.mailAgain : texts.mail;
    const mails = one.state !== 'sending' && (sealed.get(`recipient-${one.id}`)?.['email'] ?? '') !== '';
    return [
      ...(mails ? this.link(row, 'notify-recipient', 'mail', `${label} (${german})`) : []),
      ...(mails ? this.link(row, 'notify-recipient', 'mail-en', `${label} (${english})`) : []),
      ...this.link(row, 'notify-recipient', 'told', texts.told),
      ...this.link(row, 'notify-recipient', 'leave-out', texts.leaveOut),
    ];
  }

  recipientForm(context: PageContext, row: RightsRequestRow, input: StepInput): PartForm | undefined {
    const texts = context.texts.articles.recipients;
    const { labels } = texts;
    const form = formOf(input, this.today(row));
    switch (input['step']) {
      case 'add':
        return form.of(texts.add, texts.addHint, [
          form.text('name', labels.name),
          { ...form.text('email', labels.email), kind: 'email' },
          form.area('address', labels.address),
        ]);
      case 'mail':
      case 'mail-en': {
        const { template } = textsIn(input['step'] === 'mail' ? 'de' : 'en').articles.recipients;
        return form.of(texts.mail, texts.mailHint, [
          form.text('subject', labels.subject, template.subject(row.reference)),
          form.area('text', labels.text, template.text),
          { ...form.text('to', labels.to), kind: 'email' },
        ]);
      }
      case 'told':
        return form.of(texts.told, texts.toldHint, [form.date('on', labels.on), form.area('how', labels.how)]);
      case 'leave-out':
        return form.of(texts.leaveOut, texts.leaveOutHint, [
          form.choice('radio', 'why', labels.why, LEFT_OUT_REASONS, texts.whys),
          form.area('reasons', labels.reasons),
        ]);
      case 'disclose':
        return form.of(texts.disclose, texts.discloseHint, [form.date('on', labels.on)]);
      default:
        return undefined;
    }
  }

  async authority(context: PageContext, actor: Actor, row: RightsRequestRow): Promise<PartView> {
    const texts = context.texts.articles.authority;
    const { labels } = texts;
    const rows = await this.complaints.list(actor, row.id);
    const sealed = await this.cases.read(actor, row.id, 'complaint-');
    const items = rows.map((one, at) => {
      const content = sealed.get(`complaint-${one.id}`);
      return {
        id: one.id,
        title: texts.item(at + 1),
        facts: [
          text(context, labels.authority, content?.['authority']),
          text(context, labels.fileNumber, content?.['fileNumber']),
          ...dayFact(context, labels.received, one.receivedOn),
          ...dayFact(context, labels.due, one.dueOn),
          ...dayFact(context, labels.stated, one.statedOn),
          ...optional(labels.statementNote, sealed.get(`complaint-statement-${one.id}`)?.['note']),
          ...(one.result === null ? [] : [{ label: labels.result, value: texts.results[one.result] }]),
          ...dayFact(context, labels.concluded, one.concludedOn),
          ...optional(labels.resultNote, sealed.get(`complaint-result-${one.id}`)?.['note']),
        ],
        steps: [
          ...((one.statedOn ?? one.concludedOn) ? [] : this.link(row, 'record-complaint', 'state', texts.state)),
          ...(one.concludedOn === null ? this.link(row, 'record-complaint', 'conclude', texts.conclude) : []),
        ],
      };
    });
    const starts = this.link(row, 'record-complaint', 'open', texts.open);
    return { title: texts.title(row.reference), lead: texts.lead, empty: texts.empty, items, starts };
  }

  authorityForm(context: PageContext, row: RightsRequestRow, input: StepInput): PartForm | undefined {
    const texts = context.texts.articles.authority;
    const { labels } = texts;
    const form = formOf(input, this.today(row));
    switch (input['step']) {
      case 'open':
        return form.of(texts.open, texts.openHint, [
          form.text('authority', labels.authority),
          form.text('fileNumber', labels.fileNumber),
          form.date('on', labels.received),
          form.date('until', texts.until, ''),
          form.choice('radio', 'fixed', texts.fixed, ['no', 'yes'], texts.fixedChoices),
        ]);
      case 'state':
        return form.of(texts.state, texts.stateHint, [form.date('on', texts.on), form.area('note', labels.note)]);
      case 'conclude':
        return form.of(texts.conclude, texts.concludeHint, [
          form.choice('select', 'result', labels.result, COMPLAINT_RESULTS, texts.results),
          form.date('on', texts.on),
          form.area('note', labels.note),
        ]);
      default:
        return undefined;
    }
  }

  private today(row: RightsRequestRow): CivilDate {
    return civilDateIn(this.clock.now(), row.timeZone);
  }

  private link(row: RightsRequestRow, command: Command, step: string, label: string): PartLink[] {
    const now = this.clock.now().getTime();
    const facts = { state: row.state, recordedAt: row.recordedAt.getTime() };
    return decide(command, facts, now).allowed ? [{ step, label }] : [];
  }
}

function stateWords(context: PageContext, one: RecipientRow): string {
  const { states } = context.texts.articles.recipients;
  const on = one.settledOn === null ? '' : day(context, one.settledOn);
  switch (one.state) {
    case 'listed':
      return states.listed;
    case 'sending':
      return states.sending(one.attempts, one.smtpCode);
    case 'failed':
      return states.failed(one.smtpCode);
    case 'told':
      return states[one.toldBy ?? 'recorded'](on);
    case 'left-out':
      return states[one.leftOutWhy ?? 'impossible'];
  }
}

/** Fields with what was typed, or with what is offered where nothing was typed yet. */
function formOf(input: StepInput, today: string) {
  const typed = (field: string, offered: string): string => input[field] ?? offered;
  return {
    of: (title: string, hint: string, fields: readonly PartField[]): PartForm => ({
      ...{ step: input['step'] ?? '', item: input['item'], title, hint, fields },
    }),
    text: (field: string, label: string, offered = '') =>
      ({ kind: 'text', field, label, value: typed(field, offered) }) as const,
    area: (field: string, label: string, offered = '') =>
      ({ kind: 'area', field, label, value: typed(field, offered) }) as const,
    date: (field: string, label: string, offered = today) =>
      ({ kind: 'date', field, label, value: typed(field, offered) }) as const,
    choice: <T extends string>(
      kind: 'select' | 'radio',
      field: string,
      label: string,
      values: readonly T[],
      words: Readonly<Record<T, string>>,
    ): PartField => ({
      ...{ kind, field, label, value: typed(field, values[0] ?? '') },
      choices: values.map((value) => ({ value, label: words[value] })),
    }),
  };
}

function text(context: PageContext, label: string, value: string | undefined): Fact {
  return { label, value: value ?? context.texts.articles.sealedGone };
}

function optional(label: string, value: string | undefined): Fact[] {
  return value === undefined || value === '' ? [] : [{ label, value }];
}

function dayFact(context: PageContext, label: string, value: string | null): Fact[] {
  return value === null ? [] : [{ label, value: day(context, value) }];
}
