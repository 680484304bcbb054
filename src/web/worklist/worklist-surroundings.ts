import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import type { Actor } from '../../audit/actor.js';
import { AbsencesService } from '../../deadlines/absences.service.js';
import { Clock } from '../../platform/clock.js';
import { WorklistViewsService } from '../../requests/worklist/worklist-views.service.js';
import type { WorklistView } from '../../requests/worklist/worklist-views.sql.js';
import { MacrosService } from '../../requests/macros/macros.service.js';
import type { MacroChoice } from '../case/macro-menu.js';
import type { Alerts } from '../case/case-alerts.js';
import type { PageContext } from '../shell/page-context.js';
import { CaseViews } from '../case/case-views.js';
import { SettingsReader } from '../shell/settings-reader.js';

/** An absence in force, and who deputises; null: nobody is designated. */
export interface AbsenceView {
  readonly untilOn: string;
  readonly deputy: { readonly title: string; readonly telephone: string } | null;
}

export interface WorklistFrame {
  readonly channels: readonly { readonly id: string; readonly value: string; readonly label: string }[];
  readonly views: readonly WorklistView[];
  readonly absence: AbsenceView | undefined;
  /** Over all requests. */
  readonly alerts: Alerts;
  /** Run with what is ticked. */
  readonly macros: readonly MacroChoice[];
}

/** What lies around the list: its filters, the views kept, and whether somebody else has to look after it. */
@Injectable()
export class WorklistSurroundings {
  constructor(
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(WorklistViewsService) private readonly kept: WorklistViewsService,
    @Inject(CaseViews) private readonly requests: CaseViews,
    @Inject(AbsencesService) private readonly absences: AbsencesService,
    @Inject(MacrosService) private readonly macros: MacrosService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async of({ language }: PageContext, actor: Actor, timeZone: string): Promise<WorklistFrame> {
    const { channels, deputy } = await this.settings.of(actor);
    const today = civilDateIn(this.clock.now(), timeZone);
    const absence = (await this.absences.list(actor, timeZone)).find(({ fromOn }) => fromOn <= today);
    return {
      channels: channels.map(({ id, slug, labelDe, labelEn }) => ({
        id,
        value: slug,
        label: language === 'en' ? labelEn : labelDe,
      })),
      views: await this.kept.list(actor),
      macros: await this.macros.list(actor),
      alerts: await this.requests.alerts.of(actor, timeZone),
      absence: absence && {
        untilOn: absence.untilOn,
        deputy: deputy && {
          title: language === 'en' ? deputy.titleEn : deputy.titleDe,
          telephone: deputy.telephone,
        },
      },
    };
  }
}
