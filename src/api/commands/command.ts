import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString } from 'class-validator';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import type { Attachment } from '../../platform/documents/attachments.js';
import { validInput } from '../../platform/http/validate.js';

/** What every command has; one without further fields is this. */
export class CommandDto {
  @ApiProperty({ description: 'Which command it is' })
  @IsString({ context: { code: 'unknown-value' } })
  type!: string;
}

/** One command as it came: by whom, on which request, resting on which version of it. */
export interface CommandCall {
  readonly actor: Actor;
  readonly id: string;
  readonly version: number | undefined;
  /** For what it brings into being, where the service is told the id. */
  readonly freshId: string;
  readonly files: readonly Attachment[];
}

/** The services of the rooms below, by their class. */
export interface Services {
  of<T>(service: Type<T>): T;
}

/** A body that has been read, and what is to be done with it. */
export interface ReadCommand {
  readonly fields: CommandDto;
  carryOut(services: Services, call: CommandCall): Promise<unknown>;
}

export interface CaseCommand {
  /** The class of its body: validation and description. */
  readonly shape: Type<CommandDto>;
  /** It brings something into being, and returns its id. */
  readonly makes: boolean;
  readonly takesFiles: boolean;
  /** @throws Refusal invalid-input, malformed-body */
  read(body: unknown): Promise<ReadCommand>;
}

export type Commands = Readonly<Record<string, CaseCommand>>;

/** The one of these commands that a body names. @throws Refusal malformed-body, invalid-input (type) */
export function typeIn<T extends string>(body: unknown, types: readonly T[]): T {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return refuse('malformed-body', {});
  }
  const { type } = body as { readonly type?: unknown };
  const code = type === undefined || type === null ? 'required' : 'unknown-value';
  return types.find((one) => one === type) ?? refuse('invalid-input', { fields: [{ field: 'type', code }] });
}

/** The fields of a body; one that is null is one that was left out. @throws Refusal malformed-body, invalid-input */
export async function fieldsOf<D extends CommandDto>(shape: Type<D>, body: unknown): Promise<D> {
  const fields = await validInput(shape, body);
  for (const name of Object.keys(fields) as (keyof D)[]) {
    if (fields[name] === null) {
      delete fields[name];
    }
  }
  return fields;
}

/** A command: its fields, and the call of the service that does it. */
export function command<D extends CommandDto>(
  shape: Type<D>,
  carryOut: (services: Services, call: CommandCall, fields: D) => Promise<unknown>,
): CaseCommand {
  return entry(shape, carryOut, {});
}

/** As `command`, for one that brings something into being: it returns the id. */
export function making<D extends CommandDto>(
  shape: Type<D>,
  carryOut: (services: Services, call: CommandCall, fields: D) => Promise<string>,
): CaseCommand {
  return entry(shape, carryOut, { makes: true });
}

/** As `making`, and files may go with it. */
export function makingWithFiles<D extends CommandDto>(
  shape: Type<D>,
  carryOut: (services: Services, call: CommandCall, fields: D) => Promise<string>,
): CaseCommand {
  return entry(shape, carryOut, { makes: true, takesFiles: true });
}

function entry<D extends CommandDto>(
  shape: Type<D>,
  carryOut: (services: Services, call: CommandCall, fields: D) => Promise<unknown>,
  { makes = false, takesFiles = false }: { readonly makes?: boolean; readonly takesFiles?: boolean },
): CaseCommand {
  return {
    ...{ shape, makes, takesFiles },
    read: async (body) => {
      const fields = await fieldsOf(shape, body);
      return { fields, carryOut: (services, call) => carryOut(services, call, fields) };
    },
  };
}
