import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { parseCivilDate } from '../domain/civil-date.js';
import { commandLineActor, type Actor } from '../audit/actor.js';
import { Integrator } from '../audit/integrator.js';
import { GONE_BACK_REASONS, LogEpochs } from '../audit/log-epochs.service.js';
import { LogAlarms } from '../audit/log-alarms.js';
import { KeyRotation } from '../audit/key-rotation.service.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import type { EvidenceScope } from '../reports/evidence/evidence-selection.js';
import { EvidenceBundles } from '../reports/evidence/evidence-bundles.service.js';
import { zipStream } from '../reports/evidence/evidence-zip.js';
import { RequestsService } from '../requests/request/requests.service.js';
import { required, UsageError, type Command, type Flags } from './command.js';
import { withApplication } from './with-application.js';

export const bundle: Command = {
  name: 'bundle',
  summary: 'Write an evidence bundle (ZIP) for requests or for a period; it verifies offline',
  usage:
    'forthwith bundle --organisation SLUG (--request REFERENCE|ID [--request …] | --from YYYY-MM-DD --to YYYY-MM-DD) --out FILE [--lang de|en] [--force]',
  options: {
    organisation: { type: 'string' },
    request: { type: 'string', multiple: true },
    from: { type: 'string' },
    to: { type: 'string' },
    out: { type: 'string' },
    lang: { type: 'string' },
    force: { type: 'boolean' },
  },
  async run({ flags, config, result }) {
    const [slug, out] = [required(flags, 'organisation'), required(flags, 'out')];
    if (existsSync(out) && flags['force'] !== true) {
      throw new UsageError(`${out} exists; --force replaces it`);
    }
    const written = await withApplication(config, async (application) => {
      const { id } = await application.get(OrganisationsService).bySlug(slug);
      const actor = commandLineActor(id);
      const scope = await scopeOf(flags, application, actor);
      // Whether or not a server is running: somebody has to build in that the bundle is given out.
      application.get(Integrator).start();
      const language = flags['lang'] === 'en' ? 'en' : 'de';
      const evidence = await application.get(EvidenceBundles).issue(actor, { scope, language, disclose: false });
      await write(zipStream(evidence.files, evidence.issuedAt), out);
      return { file: out, files: evidence.files.names.length };
    });
    result(written, `${written.file}: verify it with  npx forthwith verify ${written.file}`);
    return 0;
  },
};

export const rotateKey: Command = {
  name: 'rotate-key',
  summary: "Put a new signing key in the place of a log's old one; a checkpoint signed by both hands over",
  usage:
    'forthwith rotate-key --organisation SLUG | --witness | --log-of-logs   (the latter two: called twice; in between both keys sign, and others change their policies)',
  options: { organisation: { type: 'string' }, witness: { type: 'boolean' }, 'log-of-logs': { type: 'boolean' } },
  async run({ flags, config, result }) {
    const other = flags['witness'] === true ? 'witness' : flags['log-of-logs'] === true ? 'log-of-logs' : undefined;
    if (other !== undefined) {
      const turned = await withApplication(config, (application) =>
        Promise.resolve(application.get(KeyRotation).rotateInTwoSteps(other)),
      );
      const then = {
        'both-sign': 'both sign now; call again when everybody has the new key in their policy',
        done: 'the old key is destroyed',
      }[turned.step];
      result(turned, `${other}: ${then}.\nnew ${turned.verifierKey}\nold ${turned.replaced}`);
      return 0;
    }
    const slug = required(flags, 'organisation');
    const rotated = await withApplication(config, async (application) => {
      const { id } = await application.get(OrganisationsService).bySlug(slug);
      return application.get(KeyRotation).rotate(commandLineActor(id), slug);
    });
    result(
      rotated,
      `${slug}: the log is signed by a new key; tell those who have the old one.\nnew ${rotated.verifierKey}\nold ${rotated.replaced}\nhanded over in the checkpoint of size ${rotated.handoverSize}`,
    );
    return 0;
  },
};

export const openEpoch: Command = {
  name: 'open-epoch',
  summary: 'Let a log that is not signed any more (gone back, key lost, host renamed) go on under a new name',
  usage: `forthwith open-epoch --organisation SLUG [--reason ${GONE_BACK_REASONS.join('|')}]   (--reason: why a log has gone back)`,
  options: { organisation: { type: 'string' }, reason: { type: 'string' } },
  async run({ flags, config, result }) {
    const slug = required(flags, 'organisation');
    const reason = GONE_BACK_REASONS.find((one) => one === (flags['reason'] ?? GONE_BACK_REASONS[0]));
    if (reason === undefined) {
      throw new UsageError(`--reason is one of ${GONE_BACK_REASONS.join(', ')}`);
    }
    const opened = await withApplication(config, async (application) => {
      const { id } = await application.get(OrganisationsService).bySlug(slug);
      return application.get(LogEpochs).open(commandLineActor(id), slug, reason);
    });
    if (opened === undefined) {
      result({ opened: false }, `${slug}: the log is in order; there is nothing to open`);
      return 1;
    }
    result(
      opened,
      `${slug}: epoch ${opened.epoch} (${opened.reason}); the last checkpoint under the old name was over ${opened.previousSize} entries.\nTell those who have the old key:\n${opened.verifierKey}\nTell the witnesses (a line in their witness-policy each):\n${opened.toWitnesses.map((key) => `log ${key}`).join('\n')}`,
    );
    return 0;
  },
};

export const resolveAlarm: Command = {
  name: 'resolve-alarm',
  summary: 'List what is wrong with a log, or resolve an alarm once it is clear what happened',
  usage: 'forthwith resolve-alarm --organisation SLUG [--alarm ID]   (without --alarm: list)',
  options: { organisation: { type: 'string' }, alarm: { type: 'string' } },
  async run({ flags, config, result }) {
    const slug = required(flags, 'organisation');
    const id = flags['alarm'];
    const alarms = await withApplication(config, async (application) => {
      const actor = commandLineActor((await application.get(OrganisationsService).bySlug(slug)).id);
      if (typeof id === 'string') {
        await application.get(LogAlarms).resolve(actor, id);
      }
      return application.get(LogAlarms).open(actor.organisationId);
    });
    const lines = alarms.map((alarm) => `${alarm.id}\t${alarm.kind}\t${alarm.place}\t${alarm.raisedAt.toISOString()}`);
    result({ alarms }, lines.length === 0 ? `${slug}: no open alarm` : lines.join('\n'));
    return alarms.length === 0 ? 0 : 1;
  },
};

async function scopeOf(flags: Flags, application: INestApplicationContext, actor: Actor): Promise<EvidenceScope> {
  const given = flags['request'];
  if (typeof given === 'object') {
    const found = await Promise.all(given.map((name) => application.get(RequestsService).byName(actor, name)));
    const requests = found.map(({ id }) => id);
    return { kind: requests.length === 1 ? 'request' : 'requests', requests: [...new Set(requests)] };
  }
  const [from, to] = [parseCivilDate(flags['from']), parseCivilDate(flags['to'])];
  if (from === undefined || to === undefined || from > to) {
    throw new UsageError('give --request, or --from and --to as YYYY-MM-DD');
  }
  return { kind: 'period', from, to };
}

/** Whole or not at all. */
async function write(content: NodeJS.ReadableStream, out: string): Promise<void> {
  const temporary = `${out}.${process.pid}.part`;
  try {
    await pipeline(content, createWriteStream(temporary, { flags: 'wx' }));
    await rename(temporary, out);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
