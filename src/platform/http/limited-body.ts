import { Budget } from '../untrusted/budget.js';

/**
 * The body of an answer that came over the network, read no further than it may be long.
 * @throws BudgetExceeded when there is more
 */
export async function limitedBody(response: Response, bytes: number): Promise<Buffer> {
  const budget = new Budget({ bytes, parts: Infinity, milliseconds: Infinity });
  const chunks: Uint8Array[] = [];
  // Leaving the loop by an error ends the transfer.
  for await (const chunk of response.body ?? []) {
    budget.spendBytes(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
