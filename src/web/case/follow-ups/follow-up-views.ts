import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, type CivilDate } from '../../../domain/civil-date.js';
import { decide, type Command } from '../../../domain/lifecycle/lifecycle.js';
import { restrictionStep } from '../../../domain/rights/restriction-course.js';
import type { Actor } from '../../../audit/actor.js';
import { Clock } from '../../../platform/clock.js';
import { CaseWork } from '../../../requests/request/case-work.js';
import { ComplaintsService } from '../../../requests/complaints/complaints.service.js';
import { RecipientsService } from '../../../requests/recipients/recipients.service.js';
import { mailField, mailReplyField, type RecipientRow } from '../../../requests/recipients/recipients.sql.js';
import { RestrictionsService } from '../../../requests/restrictions/restrictions.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import type { Fact } from '../../shell/components/parts.js';
import { day } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';
import type { PartLink, PartView } from '../case-part.page.js';

type SealedFields = ReadonlyMap<string, Record<string, string>>;

/** Restriction, recipients, authority of one request as their pages show them. */
@Injectable()
export class FollowUpViews {
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
        ...optional(labels.emailKept, sealed.get(`recipient-${one.id}`)?.['email']),
        ...optional(labels.addressKept, sealed.get(`recipient-${one.id}`)?.['address']),
        ...optional(labels.how, sealed.get(`recipient-told-${one.id}`)?.['how']),
        ...optional(labels.reasons, sealed.get(`recipient-reason-${one.id}`)?.['reasons']),
        ...optional(labels.sentTo, sealed.get(mailField(one.id, one.mails))?.['to']),
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

  private recipientSteps(
    context: PageContext,
    row: RightsRequestRow,
    one: RecipientRow,
    sealed: SealedFields,
  ): PartLink[] {
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

function text(context: PageContext, label: string, value: string | undefined): Fact {
  return { label, value: value ?? context.texts.articles.sealedGone };
}

function optional(label: string, value: string | undefined): Fact[] {
  return value === undefined || value === '' ? [] : [{ label, value }];
}

function dayFact(context: PageContext, label: string, value: string | null): Fact[] {
  return value === null ? [] : [{ label, value: day(context, value) }];
}
