import { commandLineActor } from '../audit/actor.js';
import { OrganisationsRepository } from '../organisations/organisations.repository.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { Database } from '../platform/database/database.js';
import { required, UsageError, type Command } from './command.js';
import { checkMail } from './mail-check.js';
import { withApplication } from './with-application.js';

const DEFAULT_WAIT = '60';

export const doctor: Command = {
  name: 'doctor',
  summary: 'Try whether mail arrives and comes back: to ourselves, to the DPO and to an address that does not exist',
  usage: `forthwith doctor --organisation SLUG [--wait SECONDS]   (--wait: for what comes back, ${DEFAULT_WAIT})`,
  options: { organisation: { type: 'string' }, wait: { type: 'string' } },
  async run({ flags, config, result }) {
    const slug = required(flags, 'organisation');
    const wait = String(flags['wait'] ?? DEFAULT_WAIT);
    if (!/^\d{1,4}$/.test(wait)) {
      throw new UsageError('--wait is a number of seconds');
    }
    const dpo = await withApplication(config, async (application) => {
      const { id } = await application.get(OrganisationsService).bySlug(slug);
      const designation = await application
        .get(Database)
        .read(commandLineActor(id), ({ manager }) =>
          application.get(OrganisationsRepository).designationInForce(manager, id, false),
        );
      return designation?.email;
    });
    if (dpo === undefined) {
      result({ checks: [] }, `${slug}: nobody is designated as data protection officer`);
      return 1;
    }
    const checks = await checkMail(config, dpo, Number(wait) * 1_000);
    const lines = checks.map(({ check, outcome, detail }) => `${outcome.padEnd(8)} ${check}: ${detail}`);
    result({ checks }, lines.join('\n'));
    return checks.every(({ outcome }) => outcome !== 'failed') ? 0 : 1;
  },
};
