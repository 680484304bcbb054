import { parseArgs } from 'node:util';
import { isRefusal } from '../domain/problem.js';
import { ProfileError } from '../organisations/profile-reader.js';
import { loadConfig } from '../platform/config/environment.js';
import { StartError } from '../platform/config/start-error.js';
import { UsageError, type Command, type Flags } from './command.js';
import { serve } from './serve.command.js';
import { migrate, organisationImport, organisationList, tokenCreate, userCreate } from './store.commands.js';
import {
  operatorDismiss,
  operatorName,
  sessionEnd,
  tokenList,
  tokenRevoke,
  userDisable,
  userEnable,
  userInvite,
  userLeave,
  userList,
  userPassword,
  userRole,
} from './account.commands.js';
import { organisationCreate, organisationSettings } from './organisation.commands.js';
import { doctor } from './doctor.command.js';
import { bundle, rotateKey, openEpoch, resolveAlarm } from './evidence.commands.js';
import { report, seed } from './report.commands.js';
import { compare } from './compare.command.js';
import { backup, restore } from './backup.commands.js';
import { auditErasure } from './retention.commands.js';
import { verify } from './verify.command.js';

const COMMANDS: readonly Command[] = [
  serve,
  migrate,
  organisationCreate,
  organisationImport,
  organisationList,
  organisationSettings,
  operatorDismiss,
  operatorName,
  userCreate,
  userInvite,
  userList,
  userRole,
  userDisable,
  userEnable,
  userLeave,
  userPassword,
  sessionEnd,
  tokenCreate,
  tokenList,
  tokenRevoke,
  bundle,
  report,
  verify,
  compare,
  doctor,
  rotateKey,
  openEpoch,
  resolveAlarm,
  seed,
  auditErasure,
  backup,
  restore,
];

/** Runs one command line; returns its exit code: 0 done, 1 refused or not verified, 2 not usable as called. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  const command = find(words);
  const asked = words.includes('--help') || words.includes('-h');
  if (command === undefined || asked) {
    const help =
      command === undefined ? overview() : `${command.summary}\n\n  ${command.usage}\n\nEvery command: --json, --help`;
    (asked || words.length === 0 ? process.stdout : process.stderr).write(`${help}\n`);
    return asked ? 0 : 2;
  }
  try {
    return await run(command, words.slice(command.name.split(' ').length));
  } catch (error) {
    return explain(error, command);
  }
}

async function run(command: Command, words: readonly string[]): Promise<number> {
  const { values, positionals } = parse(command, words);
  const json = values['json'] === true;
  return command.run({
    words: positionals,
    flags: values,
    config: loadConfig(process.env),
    result: (value, text) => process.stdout.write(`${json ? JSON.stringify(value) : text}\n`),
  });
}

function parse(command: Command, words: readonly string[]): { values: Flags; positionals: string[] } {
  try {
    const options = { ...command.options, json: { type: 'boolean' as const } };
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    return { values: values, positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'unknown option');
  }
}

function find(words: readonly string[]): Command | undefined {
  return COMMANDS.find(({ name }) => name === words.slice(0, name.split(' ').length).join(' '));
}

function overview(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length));
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return ['forthwith <command>', '', ...lines, '', 'forthwith <command> --help tells more.'].join('\n');
}

function explain(error: unknown, command: Command): number {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n  ${command.usage}\n`);
    return 2;
  }
  if (error instanceof StartError || error instanceof ProfileError) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  if (isRefusal(error)) {
    process.stderr.write(`refused: ${error.code} ${JSON.stringify(error.facts)}\n`);
    return 1;
  }
  throw error;
}
