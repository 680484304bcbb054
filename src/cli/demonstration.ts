import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { DemoAccounts, type DemoAccount } from '../identity/demo-accounts.js';
import { UsersService } from '../identity/users.service.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { parseProfile, type OrganisationProfile } from '../organisations/profile.js';
import type { Config } from '../platform/config/config.js';
import { packageRoot } from '../platform/package-root.js';
import { createKeyFile, readKeyFile } from '../platform/vault/key-file.js';

export interface Demonstration {
  /** With the passwords of this start; empty where there is nothing to demonstrate. */
  readonly accounts: readonly DemoAccount[];
  /** They have been shown: they are never made again. */
  shown(): void;
}

const NONE: Demonstration = { accounts: [], shown: () => undefined };

/**
 * Only on the embedded store, and only while it is empty: an organisation and accounts to try the program with. Until
 * their passwords have been shown a file says that they are due, so that a first start which is interrupted anywhere is
 * finished by the next one, with new passwords.
 */
export async function prepareDemonstration(
  application: INestApplicationContext,
  config: Config,
): Promise<Demonstration> {
  const profile = parseProfile(JSON.parse(readFileSync(join(packageRoot(), 'profiles', 'chamber.json'), 'utf8')));
  const due = join(config.dataDir, 'demonstration.due');
  if (config.databaseUrl !== undefined || !(await isWanted(application, due, profile))) {
    return NONE;
  }
  createKeyFile(due, 'The demonstration accounts have not been shown yet.\n');
  const { organisationId } = await application.get(OrganisationsService).importProfile(profile);
  const domain = profile.email.slice(profile.email.indexOf('@') + 1);
  const accounts = await application.get(DemoAccounts).create(organisationId, domain);
  return { accounts, shown: () => rmSync(due, { force: true }) };
}

/** An empty store; or one that an interrupted first start left, which nobody has made theirs since. */
async function isWanted(
  application: INestApplicationContext,
  due: string,
  { slug }: OrganisationProfile,
): Promise<boolean> {
  const organisations = await application.get(OrganisationsService).list();
  if (readKeyFile(due) !== undefined) {
    return organisations.every((organisation) => organisation.slug === slug);
  }
  return organisations.length === 0 && (await application.get(UsersService).isEmpty());
}
