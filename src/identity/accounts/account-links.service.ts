import { createHash, createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { MailKind } from '../../domain/log/events/mail.js';
import { refuse } from '../../domain/problem.js';
import { systemActor, WORKER_SCOPE, type Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { uuidv7 } from '../../platform/ids.js';
import { LOGGER, type Log } from '../../platform/logging/log.js';
import { KeyRing } from '../../platform/vault/key-ring.js';
import { AttemptLimit } from '../attempt-limit.js';
import { findUser, membershipsOf } from '../identity.sql.js';
import { endLinks, findLink, insertLink, useLink, type LinkPurpose, type LinkRow } from './account-links.sql.js';
import { Passwords } from './passwords.service.js';

export const ACCOUNT_MAIL_JOB = 'account-mail' satisfies MailKind;
const INSTALLATION = 'installation';
const LIFE_MS: Readonly<Record<LinkPurpose, number>> = { invitation: 7 * 86_400_000, password: 3_600_000 };
/** Mails to one address within a quarter of an hour: nobody's mailbox is filled from here. */
const ASKED_LIMIT = 3;

/** What a link is good for, to whoever holds it. */
export type LinkState = 'open' | 'used' | 'over';

export interface OpenedLink extends LinkRow {
  readonly state: LinkState;
}

/**
 * Links by which people take over their account, or get back into it. Looking at one changes nothing (mail scanners
 * look); the word in it follows from its id under a key outside the database, so that the job of the mail needs only
 * the id, and whoever reads the database cannot follow it.
 */
@Injectable()
export class AccountLinks {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(KeyRing) private readonly keys: KeyRing,
    @Inject(AttemptLimit) private readonly attempts: AttemptLimit,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  secretOf(linkId: string): string {
    return createHmac('sha256', this.keys.indexKey(INSTALLATION)).update(`account-link\n${linkId}`).digest('base64url');
  }

  /** Ends what was sent before for the same purpose, and sends a new one. Returns its id. */
  async send(transaction: AuditTransaction, userId: string, purpose: LinkPurpose): Promise<string> {
    const { organisationId } = transaction.actor;
    const id = uuidv7(this.clock.now().getTime());
    await endLinks(transaction, userId, organisationId, purpose);
    await insertLink(transaction, {
      id,
      userId,
      organisationId,
      purpose,
      at: transaction.now,
      secretHash: hashOf(this.secretOf(id)),
      endsAt: new Date(transaction.now.getTime() + LIFE_MS[purpose]),
    });
    transaction.record(purpose === 'invitation' ? 'user.invited' : 'password.reset-asked', { user: userId, link: id });
    transaction.enqueue({ kind: ACCOUNT_MAIL_JOB, subjectId: id });
    return id;
  }

  /** @throws Refusal not-found: no link of ours, or one that was taken back */
  async open(secret: string): Promise<OpenedLink> {
    const row = await this.database.ask(WORKER_SCOPE, (executor) => findLink(executor, hashOf(secret)));
    if (row === undefined || row.disabled || !row.member) {
      return refuse('not-found', {});
    }
    return { ...row, state: row.used ? 'used' : row.over ? 'over' : 'open' };
  }

  /**
   * Takes the invitation up, or sets the new password. Whoever has a password already, from another organisation,
   * keeps it: an invitation sets none then. Once only.
   * @throws Refusal not-found, link-over, invalid-input (password)
   */
  async accept(secret: string, password: string): Promise<void> {
    const link = await this.open(secret);
    if (link.state !== 'open') {
      return refuse('link-over', {});
    }
    const { id, userId, organisationId, purpose, email } = link;
    const actor: Actor = { ...systemActor(organisationId), userId, label: `user:${userId}` };
    const use = async (transaction: AuditTransaction): Promise<void> => {
      if (!(await useLink(transaction, id, transaction.now))) {
        refuse('link-over', {});
      }
      if (purpose === 'invitation') {
        transaction.record('user.joined', { user: userId, link: id });
      }
    };
    if (purpose === 'invitation' && link.hasPassword) {
      await this.auditLog.transact(actor, use);
    } else {
      await this.passwords.set(actor, { userId, email }, password, use);
    }
  }

  /**
   * Somebody has forgotten the password. Says nothing, and takes no longer, whether there is such an account or not.
   * @throws Refusal too-many-attempts
   */
  async forgotten(email: string, remoteAddress: string): Promise<void> {
    const account = email.trim().toLowerCase();
    await this.attempts.slowDown('address', remoteAddress);
    await this.attempts.take('forgotten', account, ASKED_LIMIT);
    void this.sendTo(account).catch((error: unknown) => {
      this.log.error({ err: error }, 'a link for a new password could not be sent');
    });
  }

  private async sendTo(account: string): Promise<void> {
    const found = await this.database.read(WORKER_SCOPE, async (transaction) => {
      const user = await findUser(transaction, account);
      const all = user === undefined || user.disabled ? [] : await membershipsOf(transaction, user.id);
      return { userId: user?.id, organisationId: all.find(({ ended }) => !ended)?.organisationId };
    });
    const { userId, organisationId } = found;
    if (userId !== undefined && organisationId !== undefined) {
      await this.auditLog.transact(systemActor(organisationId), (transaction) =>
        this.send(transaction, userId, 'password'),
      );
    }
  }
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
