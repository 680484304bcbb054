import { Inject, Injectable } from '@nestjs/common';
import { Integrator } from '../../audit/integrator.js';
import { LogService } from '../../audit/log.service.js';
import { Monitor, type MonitorState } from '../../audit/monitor.js';
import { Witnessing } from '../../audit/witnessing.js';
import type { Session } from '../../identity/sessions.service.js';

export interface LogHealth {
  readonly built: number;
  readonly size: number;
  readonly halted: boolean;
  readonly monitor: MonitorState;
  readonly witnesses: readonly { readonly name: string; readonly size: number }[];
  readonly timeStamping: 'off' | Date | null;
}

/** How the log of an organisation stands, as every page tells it that does. */
@Injectable()
export class LogHealthReader {
  constructor(
    @Inject(LogService) private readonly logs: LogService,
    @Inject(Monitor) private readonly monitor: Monitor,
    @Inject(Witnessing) private readonly witnessing: Witnessing,
    @Inject(Integrator) private readonly integrator: Integrator,
  ) {}

  async of({ actor, organisationSlug }: Session): Promise<LogHealth> {
    return {
      ...(await this.logs.sizes(actor)),
      halted: this.integrator.haltedLogs.has(organisationSlug),
      monitor: this.monitor.state(actor.organisationId),
      ...(await this.witnessing.health()),
    };
  }
}
