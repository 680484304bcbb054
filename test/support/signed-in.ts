import type { Program } from './program.js';

/** The cookies of somebody who signed in with a password at a running program, or undefined when it was refused. */
export async function signIn(
  address: string,
  { email, password }: { readonly email: string; readonly password: string },
): Promise<string | undefined> {
  const form = await fetch(`${address}/anmelden`);
  const csrf = /name="csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
  const answer = await fetch(`${address}/anmelden`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookiesOf(form), origin: address },
    body: new URLSearchParams({ csrf, email, password }),
  });
  return answer.status === 303 ? cookiesOf(answer) : undefined;
}

/** As one of the demonstration accounts. */
export async function signInAs({ address, accounts }: Program, role: string): Promise<string | undefined> {
  const account = accounts.find((one) => one.role === role);
  return account === undefined ? undefined : signIn(address, account);
}

function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}
