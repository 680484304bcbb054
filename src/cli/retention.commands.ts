import { OrganisationsService } from '../organisations/organisations.service.js';
import { ErasureAudit, type Trace } from '../retention/erasure-audit.js';
import type { Command } from './command.js';
import { withApplication } from './with-application.js';

export const auditErasure: Command = {
  name: 'audit-erasure',
  summary: 'Look for traces of erased requests in tables, keys, queue and files of the data folder',
  usage: 'forthwith audit-erasure [--organisation SLUG]',
  options: { organisation: { type: 'string' } },
  async run({ flags, config, result }) {
    const found = await withApplication(config, async (application) => {
      const organisations = application.get(OrganisationsService);
      const slug = flags['organisation'];
      const asked = typeof slug === 'string' ? [await organisations.bySlug(slug)] : await organisations.list();
      const audits = [];
      for (const { id, slug: name } of asked) {
        audits.push({ organisation: name, ...(await application.get(ErasureAudit).audit(id)) });
      }
      return audits;
    });
    const traces = found.flatMap((one) => one.traces);
    const lines = found.map(
      ({ organisation, requests, files, traces: { length } }) =>
        `${organisation}: ${requests} erased requests and ${files} files looked at, ${length} traces`,
    );
    result({ organisations: found }, [...lines, ...traces.map(lineOf)].join('\n'));
    return traces.length === 0 ? 0 : 1;
  },
};

function lineOf({ rightsRequestId, where, what }: Trace): string {
  return `  ${rightsRequestId}  ${where}  ${what}`;
}
