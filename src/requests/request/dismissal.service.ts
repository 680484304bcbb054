import { Inject, Injectable } from '@nestjs/common';
import { DISMISSALS } from '../../domain/log/events/request.js';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { CaseWork, Typed } from './case-work.js';
import { markDismissed } from './commands.sql.js';

/** What was handed over and is no request about data-subject rights: a mistake, or a message for somebody else. */
@Injectable()
export class DismissalService {
  constructor(@Inject(CaseWork) private readonly cases: CaseWork) {}

  /** `passedOn`: to which office it went; needed for what is no rights request. @throws Refusal invalid-input, … */
  async dismiss(actor: Actor, id: string, input: Readonly<Record<string, unknown>>, version?: number): Promise<void> {
    const typed = new Typed(input);
    const why = typed.oneOf('why', DISMISSALS);
    const reason = typed.text('reason');
    const passedOn = typed.text('passedOn', { optional: why !== 'not-a-rights-request' });
    typed.check();
    await this.cases.change(actor, id, 'dismiss', version, async ({ transaction, row, seal }) => {
      if (!(await markDismissed(transaction, id))) {
        refuse('version-conflict', { current: row.version + 1 });
      }
      const commit = seal(`dismissal-${row.version}`, { reason, passedOn });
      const facts = { why, passedOn: passedOn !== '' };
      transaction.record('request.dismissed', facts, { rightsRequestId: id, commit });
    });
  }
}
