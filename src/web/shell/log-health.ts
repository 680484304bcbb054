import { Inject, Injectable } from '@nestjs/common';
import { LogAlarms } from '../../audit/log-alarms.js';
import { HALT_KINDS } from '../../audit/log-standing.js';
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
    @Inject(LogAlarms) private readonly alarms: LogAlarms,
  ) {}

  async of({ actor }: Session): Promise<LogHealth> {
    const open = await this.alarms.open(actor.organisationId);
    return {
      ...(await this.logs.sizes(actor)),
      halted: open.some(({ kind, goneAt }) => goneAt === null && HALT_KINDS.some((halt) => halt === kind)),
      monitor: await this.monitor.state(actor.organisationId),
      ...(await this.witnessing.health(actor.organisationId)),
    };
  }
}
