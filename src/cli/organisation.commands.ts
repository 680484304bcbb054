import { commandLineActor } from '../audit/actor.js';
import { randomPassword } from '../identity/password.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import {
  OrganisationSettingsService,
  SETTING_NAMES,
  type WantedSettings,
} from '../organisations/settings/organisation-settings.service.js';
import { NewOrganisations } from '../setup/new-organisations.service.js';
import { required, UsageError, type Command } from './command.js';
import { withApplication } from './with-application.js';

/** Of nobody's organisation yet: it is about to be made. */
const NOWHERE = '00000000-0000-0000-0000-000000000000';

export const organisationCreate: Command = {
  name: 'organisation create',
  summary: 'Set up an organisation from a few words, with its first administrator; all else has defaults',
  usage: [
    'forthwith organisation create --slug SLUG --name NAME --short-name NAME --address "STREET\\nTOWN" --email ADDRESS',
    '--land XX --prefix ABC --dpo-email ADDRESS --dpo-telephone NUMBER --admin ADDRESS',
  ].join(' '),
  options: Object.fromEntries(
    [
      ...['slug', 'name', 'short-name', 'address', 'email', 'land', 'prefix'],
      ...['dpo-email', 'dpo-telephone', 'admin'],
    ].map((name) => [name, { type: 'string' as const }]),
  ),
  async run({ flags, config, result }) {
    const given = {
      slug: required(flags, 'slug'),
      name: required(flags, 'name'),
      shortName: required(flags, 'short-name'),
      postalAddress: required(flags, 'address').replaceAll('\\n', '\n'),
      email: required(flags, 'email'),
      land: required(flags, 'land'),
      referencePrefix: required(flags, 'prefix'),
      dpoEmail: required(flags, 'dpo-email'),
      dpoTelephone: required(flags, 'dpo-telephone'),
    };
    const email = required(flags, 'admin');
    const password = randomPassword();
    const created = await withApplication(config, (application) =>
      application.get(NewOrganisations).begin({ actor: commandLineActor(NOWHERE), email, password }, given),
    );
    const { organisationId, slug, passwordSet } = created;
    result(
      { organisationId, slug, admin: email, ...(passwordSet ? { password } : {}) },
      `${slug}: created\n${email}: admin${passwordSet ? `\npassword (shown only now): ${password}` : '\nthe account existed; its password stays'}`,
    );
    return 0;
  },
};

export const organisationSettings: Command = {
  name: 'organisation settings',
  summary: 'Show the settings of an organisation, or change some: all of those named, or none',
  usage: 'forthwith organisation settings --organisation SLUG [--set NAME=VALUE]…   (VALUE: JSON, or plain text)',
  options: { organisation: { type: 'string' }, set: { type: 'string', multiple: true } },
  async run({ flags, config, result }) {
    const slug = required(flags, 'organisation');
    const wanted = wantedOf(flags['set']);
    const { changed, settings } = await withApplication(config, async (application) => {
      const { id } = await application.get(OrganisationsService).bySlug(slug);
      const service = application.get(OrganisationSettingsService);
      const names = Object.keys(wanted).length === 0 ? [] : await service.change(commandLineActor(id), wanted);
      return { changed: names, settings: await service.of(commandLineActor(id)) };
    });
    const lines = Object.entries(settings).map(([name, value]) => `${name}\t${JSON.stringify(value)}`);
    result({ changed, settings }, [...changed.map((name) => `changed: ${name}`), ...lines].join('\n'));
    return 0;
  },
};

/** `name=value` each. @throws UsageError */
function wantedOf(given: unknown): WantedSettings {
  const all = Array.isArray(given) ? given.filter((one) => typeof one === 'string') : [];
  const pairs = all.map((text) => {
    const at = text.indexOf('=');
    const name = text.slice(0, Math.max(at, 0));
    if (!(SETTING_NAMES as readonly string[]).includes(name)) {
      throw new UsageError(`--set ${text}: NAME=VALUE, where NAME is one of ${SETTING_NAMES.join(', ')}`);
    }
    return [name, valueOf(text.slice(at + 1))] as const;
  });
  return Object.fromEntries(pairs);
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
