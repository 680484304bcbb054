import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../domain/civil-date.js';
import { refuse } from '../domain/problem.js';
import { WORKER_SCOPE, commandLineActor } from '../audit/actor.js';
import { mustBeGoodPassword } from '../identity/password-rule.js';
import { newProfile, type NewOrganisation } from '../organisations/new-profile.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { randomToken } from '../platform/ids.js';
import type { OutgoingMailSettings } from '../platform/installation/installation-settings.js';
import { SealedBox } from '../platform/installation/sealed-box.js';
import { isMailAddress } from '../platform/mail/compose.js';
import { KeyRing } from '../platform/vault/key-ring.js';
import { MASTER_KEY, type MasterKey } from '../platform/vault/master-key.js';
import { Connections } from './connections.service.js';
import { FirstPeople, type FirstUsers } from './first-people.service.js';
import {
  claimFirstSetup,
  findFirstSetup,
  finishFirstSetup,
  isNewInstallation,
  keepFirstSetup,
  offerFirstSetup,
} from './first-setup.sql.js';
import { checked } from './new-organisations.service.js';

export const SETUP_STEPS = ['organisation', 'dpo', 'channels', 'mail', 'key', 'users'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

/** What was entered so far; nothing of it is in force before the last step. */
export interface SetupDraft {
  readonly organisation?: Pick<
    NewOrganisation,
    'slug' | 'name' | 'shortName' | 'postalAddress' | 'email' | 'land' | 'referencePrefix'
  >;
  readonly dpo?: Pick<NewOrganisation, 'dpoEmail' | 'dpoTelephone'>;
  readonly channels?: readonly string[];
  /** Null: the server in force stays. A test mail was accepted either way. */
  readonly mail?: OutgoingMailSettings | null;
  /** `compared`: a copy was shown and is the key; `stated`: somebody says so. */
  readonly key?: 'compared' | 'stated';
}

const DRAFT = 'first-setup';

/**
 * The first start in a browser: a link that is printed at the start and good once leads through what is needed. What was
 * entered is kept sealed, so that it goes on where it was interrupted; the last step puts all of it into force, and can be
 * repeated if it was cut off in the middle.
 */
@Injectable()
export class FirstSetup {
  private readonly box: SealedBox;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(KeyRing) keys: KeyRing,
    @Inject(MASTER_KEY) private readonly masterKey: MasterKey,
    @Inject(Connections) private readonly connections: Connections,
    @Inject(OrganisationsService) private readonly organisations: OrganisationsService,
    @Inject(FirstPeople) private readonly people: FirstPeople,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.box = new SealedBox(keys);
  }

  /** The word of a new link; undefined where there is nothing to set up. Asked at each start, before a demonstration is made. */
  async offer(): Promise<string | undefined> {
    return this.database.writeTechnical(WORKER_SCOPE, async (transaction) => {
      const row = await findFirstSetup(transaction);
      if (row === undefined ? !(await isNewInstallation(transaction)) : row.finished) {
        return undefined;
      }
      const word = randomToken();
      await offerFirstSetup(transaction, hashOf(word));
      return word;
    });
  }

  /** Whether the link is good. Changes nothing: a program that looks at links does not use it up. */
  async knows(word: string): Promise<boolean> {
    const row = await this.database.ask(WORKER_SCOPE, (executor) => findFirstSetup(executor));
    return row?.finished === false && row.linkHash !== null && same(row.linkHash, hashOf(word));
  }

  /** Uses the link up; returns the word for the cookie of this browser. @throws Refusal link-over */
  async claim(word: string): Promise<string> {
    const browser = randomToken();
    const claimed = await this.database.writeTechnical(WORKER_SCOPE, (transaction) =>
      claimFirstSetup(transaction, hashOf(word), hashOf(browser)),
    );
    return claimed ? browser : refuse('link-over', {});
  }

  /** @throws Refusal link-over for any other browser, and once it is finished */
  async draft(browser: string | undefined): Promise<SetupDraft> {
    const row = await this.database.ask(WORKER_SCOPE, (executor) => findFirstSetup(executor));
    if (browser === undefined || row?.browserHash == null || !same(row.browserHash, hashOf(browser))) {
      return refuse('link-over', {});
    }
    return row.draft === null ? {} : (this.box.open(DRAFT, row.draft) as SetupDraft);
  }

  /** @throws Refusal link-over, invalid-input: what is wrong is not kept */
  async keep(browser: string | undefined, part: SetupDraft): Promise<void> {
    const draft = { ...(await this.draft(browser)), ...part };
    const { organisation, dpo } = draft;
    if (part.organisation !== undefined || part.dpo !== undefined) {
      this.profileOf({
        ...(organisation ?? PLACEHOLDER.organisation),
        ...(dpo ?? PLACEHOLDER.dpo),
      });
    }
    if (part.organisation !== undefined && (await this.isTaken(part.organisation.slug))) {
      refuse('invalid-input', { fields: [{ field: 'slug', code: 'name-taken' }] });
    }
    if (part.channels?.length === 0) {
      refuse('invalid-input', { fields: [{ field: 'channels', code: 'required' }] });
    }
    await this.database.writeTechnical(WORKER_SCOPE, (transaction) =>
      keepFirstSetup(transaction, this.box.seal(DRAFT, draft)),
    );
  }

  /** The file of the master key, to be kept elsewhere. @throws Refusal link-over */
  async masterKeyFile(browser: string | undefined): Promise<{ readonly path: string; readonly content: Buffer }> {
    await this.draft(browser);
    return { path: this.masterKey.file, content: readFileSync(this.masterKey.file) };
  }

  /** Whether this is a copy of the master key. */
  isMasterKey(copy: Buffer): boolean {
    const bytes = Buffer.from(copy.toString('utf8').trim(), 'base64');
    return same(bytes, this.masterKey.key.export());
  }

  /** Puts all of it into force; returns the word of a session for its first administrator. @throws Refusal link-over, invalid-input */
  async finish(browser: string | undefined, users: FirstUsers): Promise<string> {
    const { organisation, dpo, channels, mail, key } = await this.draft(browser);
    if (organisation === undefined || dpo === undefined || channels === undefined || mail === undefined || !key) {
      return refuse('invalid-input', { fields: [{ field: 'step', code: 'required' }] });
    }
    mustBeUsers(users);
    const profile = this.profileOf({ ...organisation, ...dpo, channels });
    const { organisationId } = await this.organisations.importProfile(profile);
    if (mail !== null) {
      await this.connections.keepOutgoing(commandLineActor(organisationId), mail);
    }
    const session = await this.people.settle(organisationId, users);
    await this.database.writeTechnical(WORKER_SCOPE, (transaction) => finishFirstSetup(transaction));
    return session;
  }

  private profileOf(given: NewOrganisation) {
    return checked(() => newProfile(given, civilDateIn(this.clock.now(), 'Europe/Berlin')));
  }

  private async isTaken(slug: string): Promise<boolean> {
    return (await this.organisations.list()).some((one) => one.slug === slug);
  }
}

/** Goes into each form of the setup; it cannot be made without the cookie. */
export function setupFormToken(browser: string): string {
  return createHmac('sha256', browser).update('first-setup').digest('base64url');
}

const PLACEHOLDER = {
  organisation: {
    slug: 'x',
    name: 'x',
    shortName: 'x',
    postalAddress: 'x',
    email: 'x@x.example',
    land: 'BW',
    referencePrefix: 'X',
  },
  dpo: { dpoEmail: 'x@x.example', dpoTelephone: '0' },
} as const;

/** @throws Refusal invalid-input */
function mustBeUsers({ email, password, others }: FirstUsers): void {
  const wrong = others.findIndex((other) => !isMailAddress(other.email));
  if (!isMailAddress(email)) {
    refuse('invalid-input', { fields: [{ field: 'email', code: 'not-an-address' }] });
  }
  if (wrong !== -1) {
    refuse('invalid-input', { fields: [{ field: others[wrong]?.role ?? 'staff', code: 'not-an-address' }] });
  }
  mustBeGoodPassword(password, email);
}

function hashOf(word: string): Buffer {
  return createHash('sha256').update(word).digest();
}

function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
