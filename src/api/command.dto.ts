import { IsIn } from 'class-validator';
import { COMMANDS, type Command } from '../domain/lifecycle/lifecycle.js';
import { refuse } from '../domain/problem.js';
import { validInput } from '../platform/http/validate.js';

class CommandDto {
  @IsIn(COMMANDS, { context: { code: 'unknown-value' } })
  type!: Command;
}

/** The command, and the version of the request it rests on (If-Match). @throws Refusal invalid-input, malformed-body */
export async function readCommandDto(
  body: unknown,
  ifMatch: string | undefined,
): Promise<{ readonly type: Command; readonly version: number | undefined }> {
  const { type } = await validInput(CommandDto, body);
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch ?? '')?.[1];
  if (ifMatch !== undefined && ifMatch !== '*' && version === undefined) {
    refuse('invalid-input', { fields: [{ field: 'If-Match', code: 'unknown-value' }] });
  }
  return { type, version: version === undefined ? undefined : Number(version) };
}
