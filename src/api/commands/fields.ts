import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
  ValidateBy,
} from 'class-validator';
import { isPlainText } from '../../domain/plain-text.js';

/** How a field of a command is written: its rule and its line in the description in one word. */
interface Told {
  readonly description?: string;
  readonly optional?: boolean;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function field(rules: readonly PropertyDecorator[], { optional = false, description }: Told, schema: object) {
  const told = { ...schema, required: !optional, ...(description === undefined ? {} : { description }) };
  return applyDecorators(ApiProperty(told), ...(optional ? [IsOptional()] : []), ...rules);
}

/** A calendar day; whether it is one that there is, is judged with the rest. */
export function Day(told: Told = {}): PropertyDecorator {
  return field([IsString({ context: { code: 'not-a-date' } })], told, { type: String, format: 'date' });
}

// Without a message of its own a rule's context would be left out.
const PLAIN = {
  validate: (value: unknown) => typeof value !== 'string' || isPlainText(value),
  defaultMessage: () => 'plain',
};
const plain = (each: boolean) =>
  ValidateBy({ name: 'plainText', validator: PLAIN }, { each, context: { code: 'control-characters' } });

/** Text; about a person it is kept under seal. */
export function Words(limit: number, told: Told = {}): PropertyDecorator {
  const rules = [
    IsString({ context: { code: 'not-text' } }),
    MaxLength(limit, { context: { code: 'too-long', limit } }),
    plain(false),
  ];
  return field(rules, told, { type: String, maxLength: limit });
}

export function Choice(values: readonly string[], told: Told = {}): PropertyDecorator {
  return field([IsIn(values, { context: { code: 'unknown-value' } })], told, { type: String, enum: [...values] });
}

export function Choices(values: readonly string[], told: Told = {}): PropertyDecorator {
  const rules = [
    IsArray({ context: { code: 'wrong-type' } }),
    ArrayMaxSize(values.length, { context: { code: 'too-many', limit: values.length } }),
    IsIn(values, { each: true, context: { code: 'unknown-value' } }),
  ];
  return field(rules, told, { type: String, isArray: true, enum: [...values] });
}

/** The id of something that there is; what it is not the id of is not found. */
export function Id(description: string): PropertyDecorator {
  return field(
    [Matches(UUID, { context: { code: 'unknown-value' } })],
    { description },
    { type: String, format: 'uuid' },
  );
}

/** Ids of things that there are, at least one. */
export function Ids(description: string, most: number): PropertyDecorator {
  const rules = [
    IsArray({ context: { code: 'wrong-type' } }),
    ArrayMinSize(1, { context: { code: 'required' } }),
    ArrayMaxSize(most, { context: { code: 'too-many', limit: most } }),
    Matches(UUID, { each: true, context: { code: 'unknown-value' } }),
  ];
  return field(rules, { description }, { type: 'array', items: { type: 'string', format: 'uuid' } });
}

export function OptionalId(description: string): PropertyDecorator {
  const told = { description, optional: true };
  return field([Matches(UUID, { context: { code: 'unknown-value' } })], told, { type: String, format: 'uuid' });
}

export function OptionalIds(most: number, description: string): PropertyDecorator {
  const rules = [
    IsArray({ context: { code: 'wrong-type' } }),
    ArrayMaxSize(most, { context: { code: 'too-many', limit: most } }),
    Matches(UUID, { each: true, context: { code: 'unknown-value' } }),
  ];
  const told = { description, optional: true };
  return field(rules, told, { type: String, format: 'uuid', isArray: true, maxItems: most });
}

export function Texts(most: number, told: Told = {}): PropertyDecorator {
  const rules = [
    IsArray({ context: { code: 'wrong-type' } }),
    ArrayMaxSize(most, { context: { code: 'too-many', limit: most } }),
    IsString({ each: true, context: { code: 'not-text' } }),
    plain(true),
  ];
  return field(rules, told, { type: String, isArray: true, maxItems: most });
}

/** Left out, it is no. */
export function Flag(description: string): PropertyDecorator {
  return field([IsBoolean({ context: { code: 'wrong-type' } })], { description, optional: true }, { type: Boolean });
}

export function WholeNumber(description: string): PropertyDecorator {
  const rules = [IsInt({ context: { code: 'wrong-type' } }), Min(0, { context: { code: 'unknown-value' } })];
  return field(rules, { description, optional: true }, { type: 'integer', minimum: 0 });
}

/** Texts by their file names. */
export function TextFiles(description: string): PropertyDecorator {
  const validator = { validate: isTexts, defaultMessage: () => 'texts by their names' };
  const rule = ValidateBy({ name: 'textFiles', validator }, { context: { code: 'not-text' } });
  return field([rule], { description }, { type: 'object', additionalProperties: { type: 'string' } });
}

function isTexts(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}
