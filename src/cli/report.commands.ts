import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, civilDateIn, parseCivilDate, startOfDayIn } from '../domain/civil-date.js';
import { commandLineActor, systemActor } from '../audit/actor.js';
import { Integrator } from '../audit/integrator.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { parseProfile } from '../organisations/profile.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { packageRoot } from '../platform/package-root.js';
import { DOCUMENT_STANDARDS } from '../platform/documents/document-renderer.js';
import { COMPLIANCE_FORMAT_NAMES } from '../reports/compliance/formats/formats.js';
import { readReportOptions, THRESHOLD_LIMIT } from '../reports/compliance/compliance-order.js';
import { ComplianceReports } from '../reports/compliance/compliance-reports.service.js';
import { progressBar } from '../verifier/progress-bar.js';
import { required, UsageError, type Command, type Flags } from './command.js';
import { explained, mustBeWritable, writeReport } from './report-target.js';
import { hasRequests } from './seed/seed.sql.js';
import { Seeder } from './seed/seeder.js';
import { withApplication } from './with-application.js';

const ALLOWED: Readonly<Record<string, string>> = {
  format: `is one of ${COMPLIANCE_FORMAT_NAMES.join(', ')}`,
  language: 'is de or en',
  standard: `is one of ${DOCUMENT_STANDARDS.join(', ')}`,
  threshold: `is a whole number up to ${THRESHOLD_LIMIT}`,
};

export const report: Command = {
  name: 'report',
  summary: 'Write the compliance report of a period; its hash goes into the log',
  usage: `forthwith report --organisation SLUG --from YYYY-MM-DD --to YYYY-MM-DD --out FILE [--format ${COMPLIANCE_FORMAT_NAMES.join('|')}] [--standard ${DOCUMENT_STANDARDS.join('|')}] [--language de|en] [--threshold N] [--bom] [--force]`,
  options: {
    ...{ organisation: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, out: { type: 'string' } },
    ...{ format: { type: 'string' }, language: { type: 'string' }, threshold: { type: 'string' } },
    standard: { type: 'string' },
    ...{ bom: { type: 'boolean' }, force: { type: 'boolean' } },
  },
  async run({ flags, config, result }) {
    const [slug, out] = [required(flags, 'organisation'), required(flags, 'out')];
    const days = { from: required(flags, 'from'), to: required(flags, 'to') };
    const options = optionsOf(flags);
    mustBeWritable(out, flags['force'] === true);
    const written = await withApplication(config, async (application) => {
      const { id } = await application.get(OrganisationsService).bySlug(slug);
      const actor = commandLineActor(id);
      // Whether or not a server is running: somebody has to build in what the report rests on.
      application.get(Integrator).start();
      const reports = application.get(ComplianceReports);
      const period = await reports.periodOf(actor, days);
      const issued = await reports.issue(actor, { period, ...options }, progressBar());
      await writeReport(issued.bytes, out);
      return { file: out, bytes: issued.bytes.length, sha256: issued.sha256, entries: issued.size };
    }).catch((error: unknown) => {
      throw explained(error, slug);
    });
    result(written, `${written.file}: over ${written.entries} entries, SHA-256 ${written.sha256} (in the log)`);
    return 0;
  },
};

export const seed: Command = {
  name: 'seed',
  summary: 'Fill a new organisation with synthetic requests, to try the program and to measure it',
  usage:
    'forthwith seed --organisation SLUG --requests N --from YYYY-MM-DD --to YYYY-MM-DD [--yes]   (--yes: also beside real requests)',
  options: {
    ...{ organisation: { type: 'string' }, requests: { type: 'string' }, from: { type: 'string' } },
    ...{ to: { type: 'string' }, yes: { type: 'boolean' } },
  },
  async run({ flags, config, result }) {
    const slug = required(flags, 'organisation');
    const requests = countOf(required(flags, 'requests'));
    const base = parseProfile(JSON.parse(readFileSync(join(packageRoot(), 'profiles', 'chamber.json'), 'utf8')));
    const [from, to] = [parseCivilDate(flags['from']), parseCivilDate(flags['to'])];
    if (from === undefined || to === undefined || from > to) {
      throw new UsageError('give --from and --to as YYYY-MM-DD');
    }
    // The instruction holds as long as anybody could have followed it.
    const profile = parseProfile({ ...base, slug, instruction: { ...base.instruction, holdsFrom: from } });
    const started = performance.now();
    const seeded = await withApplication(
      config,
      async (application) => {
        const database = application.get(Database);
        const organisations = await application.get(OrganisationsService).list();
        if (organisations.some((one) => one.slug === slug)) {
          throw new UsageError(`${slug} exists; the past of a log cannot be written: name a new organisation`);
        }
        for (const { id } of flags['yes'] === true ? [] : organisations) {
          if (await database.ask(systemActor(id), (executor) => hasRequests(executor, id))) {
            throw new UsageError('there are requests in this store; --yes fills another organisation beside them');
          }
        }
        if (to > civilDateIn(application.get(Clock).now(), profile.timeZone)) {
          throw new UsageError('--to lies in the future');
        }
        const until = Math.min(
          startOfDayIn(addDays(to, 1), profile.timeZone).getTime(),
          application.get(Clock).now().getTime(),
        );
        const order = { profile, requests, from: startOfDayIn(from, profile.timeZone).getTime(), until };
        return new Seeder(database, order).run(progressBar());
        // Only the owner gives entries the times of the past.
      },
      'owner',
    );
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    result(
      { ...seeded, requests, seconds },
      `${slug}: ${requests} synthetic requests, ${seeded.entries} entries, built into the log in ${seconds} s`,
    );
    return 0;
  },
};

function optionsOf(flags: Flags) {
  const { format, language, threshold, standard, bom } = flags;
  const options = readReportOptions({ format, language, threshold, standard, bom: bom === true ? 'true' : undefined });
  if ('problems' in options) {
    throw new UsageError(options.problems.map(({ field }) => `--${field} ${ALLOWED[field] ?? 'is wrong'}`).join('; '));
  }
  return options;
}

function countOf(text: string): number {
  const count = Number(text);
  if (!/^\d{1,8}$/.test(text) || count < 1) {
    throw new UsageError('--requests is a whole number');
  }
  return count;
}
