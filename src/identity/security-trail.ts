import { Inject, Injectable } from '@nestjs/common';
import type { EventName } from '../domain/log/events.js';
import type { Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { LOGGER, type Log } from '../platform/logging/log.js';

type SignInEvent = Extract<EventName, 'sign-in.succeeded' | 'sign-in.failed' | 'sign-in.locked' | 'sign-in.ended'>;

/** Whose account it is about. */
export interface Account {
  readonly userId: string;
  readonly organisationId: string;
}

/**
 * Who signed in, who tried, who was locked out: entries of the organisation's log (ASVS 5.0, 16.3) and lines of the
 * process's. Pseudonyms only; attempts at accounts that do not exist are lines without a name.
 */
@Injectable()
export class SecurityTrail {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  /** What somebody did as themselves. */
  async record(event: 'sign-in.succeeded' | 'sign-in.ended', account: Account): Promise<void> {
    await this.write(event, account, `user:${account.userId}`);
    this.log.info({ event, user: account.userId, organisation: account.organisationId }, 'sign-in');
  }

  /** What somebody tried: nobody's act, and who it was is what is not known. Never fails; the line stands in any case. */
  async attempt(event: 'sign-in.failed' | 'sign-in.locked', account: Account): Promise<void> {
    this.log.warn({ event, user: account.userId, organisation: account.organisationId }, 'sign-in');
    try {
      await this.write(event, account, 'system');
    } catch (error) {
      this.log.error({ err: error, event }, 'an attempt to sign in could not be recorded');
    }
  }

  /** At nobody's account: the same line whatever was tried. */
  unknownAccount(event: 'sign-in.failed' | 'sign-in.locked'): void {
    this.log.warn({ event, user: null }, 'sign-in');
  }

  private async write(event: SignInEvent, { userId, organisationId }: Account, label: Actor['label']): Promise<void> {
    const actor: Actor = { organisationId, userId, roles: ['system'], label };
    await this.auditLog.transact(actor, (transaction) => Promise.resolve(transaction.record(event, { user: userId })));
  }
}
