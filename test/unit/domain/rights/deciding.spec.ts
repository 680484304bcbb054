import type { CivilDate } from '../../../../src/domain/civil-date.js';
import { decidedBy, type Delegation } from '../../../../src/domain/rights/deciding.js';

const of = (delegation: Partial<Delegation> | null) => ({
  ...{ functionDe: 'Hauptgeschäftsführung', functionEn: 'Chief executive' },
  delegation:
    delegation === null
      ? null
      : { restsOnDe: 'Dienstanweisung', restsOnEn: 'Instruction', from: '2026-01-01', until: null, ...delegation },
});

test.each([
  ['nothing on record', null, 'unnamed'],
  ['no delegation: the function decides', of(null), 'function'],
  ['a delegation until further notice', of({}), 'delegated'],
  ['one that ends today', of({ until: '2026-12-01' }), 'delegated'],
  ['one that ended yesterday', of({ until: '2026-11-30' }), 'function'],
  ['one that begins tomorrow', of({ from: '2026-12-02' }), 'function'],
  ['one that begins today', of({ from: '2026-12-01' }), 'delegated'],
] as const)('who decides: %s', (_, deciding, expected) => {
  expect(decidedBy(deciding, '2026-12-01' as CivilDate)).toBe(expected);
});
