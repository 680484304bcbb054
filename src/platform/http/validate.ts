import { plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { refuse, type FieldProblem, type FieldProblemCode } from '../../domain/problem.js';

/** An input as its class describes it. @throws Refusal invalid-input with every problem at once */
export async function validInput<T extends object>(shape: new () => T, input: unknown): Promise<T> {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return refuse('malformed-body', {});
  }
  const instance = plainToInstance(shape, input);
  const errors = await validate(instance, { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true });
  if (errors.length > 0) {
    refuse('invalid-input', { fields: errors.map(problemOf) });
  }
  return instance;
}

/** The code stands in the `context` of the broken rule; without one the field is unknown to the class. */
function problemOf({ property, contexts, value }: ValidationError): FieldProblem {
  const known: Record<string, { code?: FieldProblemCode; limit?: number }> = contexts ?? {};
  const [context] = Object.values(known);
  if (context?.code === undefined) {
    return { field: property, code: 'unknown-field' };
  }
  const code = value === undefined || value === null ? 'required' : context.code;
  return context.limit === undefined ? { field: property, code } : { field: property, code, limit: context.limit };
}
