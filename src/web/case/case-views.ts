import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import { actsPossible, type DeadlineAct } from '../../domain/deadlines/act.js';
import { guidancePageAddress, guidanceParagraph } from '../../domain/guidance/paragraph.js';
import { decide } from '../../domain/lifecycle/lifecycle.js';
import type { Actor } from '../../audit/actor.js';
import { Clock } from '../../platform/clock.js';
import { type Config, CONFIG } from '../../platform/config/config.js';
import { DraftsService } from '../../requests/form-drafts/form-drafts.service.js';
import { forwardingStatus } from '../../requests/request/forwarding-status.js';
import { deadlineFactsOf, situationOf } from '../../requests/request/request-deadline.js';
import type { RightsRequestRow } from '../../requests/request/rights-requests.repository.js';
import { CaseAlerts } from './case-alerts.js';
import type { DeadlineView } from './due-date.js';
import type { ForwardingView } from './forwarding-state.js';
import type { PageContext } from '../shell/page-context.js';
import { type Settings, SettingsReader } from '../shell/settings-reader.js';

/** Rows as pages show them. */
@Injectable()
export class CaseViews {
  constructor(
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(CaseAlerts) readonly alerts: CaseAlerts,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DraftsService) readonly drafts: DraftsService,
  ) {}

  async receipt(context: PageContext, actor: Actor, row: RightsRequestRow) {
    const settings = await this.settings.of(actor);
    const { designation, organisation } = settings;
    return {
      id: row.id,
      reference: row.reference,
      channel: this.channelOf(context, row),
      receivedAt: row.receivedAt,
      recordedAt: row.recordedAt,
      arrival: row.arrival,
      seenAt: row.seenAt,
      seen: row.seen,
      dpo: {
        title: (context.language === 'en' ? designation?.titleEn : designation?.titleDe) ?? '',
        email: designation?.email ?? '',
        telephone: designation?.telephone ?? '',
        complaint: guidanceParagraph(
          context.language,
          organisation.authority,
          guidancePageAddress(this.config.baseUrl, organisation.slug, context.language),
        ),
      },
      deadline: this.deadline(row),
      forwarding: this.forwardingOf(settings, row),
    };
  }

  async forwarding(actor: Actor, row: RightsRequestRow): Promise<ForwardingView> {
    return this.forwardingOf(await this.settings.of(actor), row);
  }

  /** What may be entered now that moves the deadline. */
  actsOf(row: RightsRequestRow): DeadlineAct['type'][] {
    const now = this.clock.now();
    const facts = { state: row.state, recordedAt: row.recordedAt.getTime() };
    return actsPossible(deadlineFactsOf(row), civilDateIn(now, row.timeZone)).filter(
      (act) => decide(act, facts, now.getTime()).allowed,
    );
  }

  channelOf({ language }: PageContext, row: RightsRequestRow): string {
    return language === 'en' ? row.channelLabelEn : row.channelLabelDe;
  }

  private deadline(row: RightsRequestRow): DeadlineView {
    const today = civilDateIn(this.clock.now(), row.timeZone);
    const { steps } = situationOf(row, this.clock.now()).current.deadline;
    return { dueOn: row.dueOn, nextOn: row.nextOn, clock: row.clock, today, steps };
  }

  private forwardingOf({ designation }: Settings, row: RightsRequestRow): ForwardingView {
    return {
      id: row.id,
      status: forwardingStatus(row, this.clock.now()),
      withdrawn: row.withdrawnAt !== null,
      forwardedAt: row.forwardedAt,
      arrival: row.forwardingArrival,
      arrivalAt: row.forwardingArrivalAt,
      acknowledgedAt: row.acknowledgedAt,
      dpoTelephone: designation?.telephone ?? '',
    };
  }
}
