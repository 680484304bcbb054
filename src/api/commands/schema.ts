import { getSchemaPath } from '@nestjs/swagger';
import { CommandDto } from './command.js';
import { COMMAND_NAMES, COMMAND_TABLE } from './table.js';

/** The classes behind the commands, for the description. */
export const COMMAND_SHAPES = [...new Set(Object.values(COMMAND_TABLE).map(({ shape }) => shape)), CommandDto];

/** The body as a union that `type` decides. */
export function commandSchema(types: readonly string[] = COMMAND_NAMES) {
  return {
    oneOf: types.map((type) => ({
      title: type,
      allOf: [
        { $ref: getSchemaPath(COMMAND_TABLE[type]?.shape ?? CommandDto) },
        { type: 'object', required: ['type'], properties: { type: { type: 'string', enum: [type] } } },
      ],
    })),
  };
}
