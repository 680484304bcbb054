import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { OwnAccount } from './own-account.service.js';
import { ownAccountData, ownEntries } from './own-data.sql.js';

/** What an employee is told about themselves (Art. 15 GDPR): everything that this organisation's part of the program holds. */
@Injectable()
export class OwnData {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OwnAccount) private readonly account: OwnAccount,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Refusal not-allowed */
  async of(actor: Actor): Promise<Readonly<Record<string, unknown>>> {
    const userId = actor.userId ?? refuse('not-allowed', {});
    const { organisationId } = actor;
    const scope = { ...actor, roles: ['system'] as const };
    const [data, entries] = await this.database.read(scope, async (transaction) => [
      await ownAccountData(transaction, userId, organisationId),
      await ownEntries(transaction, userId, organisationId),
    ]);
    return {
      madeAt: this.clock.now().toISOString(),
      purpose: PURPOSE,
      retention: RETENTION,
      account: data ?? null,
      sessions: await this.account.sessions(actor),
      tokens: await this.account.tokensOf(actor),
      logEntries: entries.map(({ index, event, at }) => ({ index: Number(index), event, at })),
    };
  }
}

const PURPOSE = {
  de: 'Nachweis, dass Anfragen betroffener Personen sofort und unmittelbar weitergegeben und bearbeitet werden (Art. 5 Abs. 2, Art. 12, 24 DSGVO), und Sicherheit der Anmeldung (Art. 32 DSGVO). Keine Leistungs- oder Verhaltenskontrolle; nichts wird nach Personen ausgewertet oder gereiht.',
  en: 'Proof that requests of data subjects are handed over and dealt with at once and directly (Art. 5(2), 12, 24 GDPR), and security of the sign-in (Art. 32 GDPR). No monitoring of performance or conduct; nothing is evaluated or ranked by person.',
} as const;

const RETENTION = {
  de: 'Sechs Monate nach dem Ausscheiden wird die Adresse zur Kennung gelöscht; das Protokoll behält nur die Kennung.',
  en: 'Six months after leaving, the address belonging to the id is erased; the log keeps the id only.',
} as const;
