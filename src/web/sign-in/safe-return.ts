/** Stands for wherever we run: an address that leads away from it leads out of the house. */
const HOUSE = 'https://house.invalid';

/** Back to where one came from, but only within this house: as browsers read the address, not as it is written. */
export function safeReturn(value: unknown): string {
  const address = typeof value === 'string' && URL.canParse(value, HOUSE) ? new URL(value, HOUSE) : undefined;
  const leaves = address?.origin !== HOUSE || address.pathname.startsWith('//');
  return leaves || address.pathname.startsWith('/anmelden') ? '/' : `${address.pathname}${address.search}`;
}
