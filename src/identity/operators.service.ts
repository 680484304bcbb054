import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { actsAs, WORKER_SCOPE, type Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Database } from '../platform/database/database.js';
import { dismissOperator, isOperator, nameOperator } from './operators.sql.js';

/**
 * Administrators who also set up what belongs to the whole installation: further organisations, the mail server. With one
 * organisation and nobody named, its administrators do; with several, an administrator of one runs nothing of another.
 */
@Injectable()
export class Operators {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
  ) {}

  async isOperator(actor: Actor): Promise<boolean> {
    const { userId } = actor;
    if (actsAs(actor, 'system')) {
      return true;
    }
    return (
      userId !== null &&
      actsAs(actor, 'admin') &&
      (await this.database.ask(WORKER_SCOPE, (executor) => isOperator(executor, userId)))
    );
  }

  /** @throws Refusal not-allowed */
  async mustOperate(actor: Actor): Promise<void> {
    if (!(await this.isOperator(actor))) {
      refuse('not-allowed', {});
    }
  }

  /** Twice is once. */
  async name(actor: Actor, userId: string): Promise<void> {
    await this.auditLog.transact({ ...actor, roles: ['system'] }, async (transaction) => {
      if (await nameOperator(transaction, userId, transaction.now)) {
        transaction.record('operator.named', { user: userId });
      }
    });
  }

  async dismiss(actor: Actor, userId: string): Promise<void> {
    await this.auditLog.transact({ ...actor, roles: ['system'] }, async (transaction) => {
      if (await dismissOperator(transaction, userId)) {
        transaction.record('operator.dismissed', { user: userId });
      }
    });
  }
}
