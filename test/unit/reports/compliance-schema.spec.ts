import { readFileSync, writeFileSync } from 'node:fs';
import { COMPLIANCE_SCHEMA } from '../../../src/reports/compliance/formats/json-schema.js';

test('the schema in docs is the one that is served (UPDATE_OPENAPI=1 writes it)', () => {
  const file = 'docs/compliance-report.schema.json';
  const text = `${JSON.stringify(COMPLIANCE_SCHEMA, null, 2)}\n`;
  if (process.env['UPDATE_OPENAPI'] === '1') {
    writeFileSync(file, text);
  }
  expect(readFileSync(file, 'utf8')).toBe(text);
});
