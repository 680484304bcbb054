import { Inject, Injectable } from '@nestjs/common';
import { systemActor, WORKER_SCOPE } from '../../audit/actor.js';
import type { Organisation } from '../../organisations/organisation.entity.js';
import { OrganisationsRepository } from '../../organisations/organisations.repository.js';
import { Database } from '../../platform/database/database.js';
import { statement } from '../../platform/database/statement.js';
import type { InboundMail } from '../../platform/mail/inbound.js';

/** As it stands in a subject (`requests/request/reference.ts`). */
const REFERENCE = /(?:^|[^A-Z0-9-])([A-Z]{1,4}-\d{4}-[0-9A-HJKMNP-TV-Z]{7})(?![A-Z0-9])/i;
const REFERENCE_LOOKED_AT = 1_000;

const BY_REFERENCE = statement(
  'inbound-case-by-reference',
  'SELECT id FROM rights_request WHERE organisation_id = $1 AND reference = $2',
);

/** Where a mail belongs, as far as its addresses and its subject say. */
export interface MailPlace {
  /** Undefined: nobody can say whose it is. */
  readonly organisation: Organisation | undefined;
  /** It came to an address where requests are taken in. */
  readonly isForIntake: boolean;
  /** The case that its subject names. */
  readonly named: string | undefined;
}

@Injectable()
export class MailPlaces {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
  ) {}

  /** @param slug of the organisation whose mailbox it is, if it is one's alone */
  async of({ head, subject }: InboundMail, slug: string | undefined): Promise<MailPlace> {
    const all = await this.database.read(WORKER_SCOPE, ({ manager }) => this.organisations.list(manager));
    const recipients = new Set(head.recipients.map((address) => address.toLowerCase()));
    const byAddress = all.find(({ intakeAddresses }) => intakeAddresses.some((address) => recipients.has(address)));
    const owner = byAddress ?? all.find((one) => one.slug === slug);
    const named = await this.named(subject, owner === undefined ? all : [owner]);
    return {
      organisation: owner ?? named?.organisation ?? (all.length === 1 ? all[0] : undefined),
      isForIntake: byAddress !== undefined,
      named: named?.id,
    };
  }

  async isForIntake(recipients: readonly string[]): Promise<boolean> {
    const all = await this.database.read(WORKER_SCOPE, ({ manager }) => this.organisations.list(manager));
    return recipients.some((one) => all.some(({ intakeAddresses }) => intakeAddresses.includes(one.toLowerCase())));
  }

  private async named(
    subject: string,
    among: readonly Organisation[],
  ): Promise<{ readonly id: string; readonly organisation: Organisation } | undefined> {
    const reference = REFERENCE.exec(subject.slice(0, REFERENCE_LOOKED_AT))?.[1]?.toUpperCase();
    if (reference === undefined) {
      return undefined;
    }
    for (const organisation of among) {
      const { rows } = await this.database.ask(systemActor(organisation.id), (executor) =>
        executor.run<{ id: string }>(BY_REFERENCE, [organisation.id, reference]),
      );
      if (rows[0] !== undefined) {
        return { id: rows[0].id, organisation };
      }
    }
    return undefined;
  }
}
