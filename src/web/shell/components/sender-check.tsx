import { AUTHENTICATION_METHODS, type Authentication } from '../../../domain/correspondence/authentication.js';
import type { PageContext } from '../page-context.js';
import { Hint } from './parts.js';

/** What our own mail server found out about who a mail comes from; nothing where it said nothing. */
export function SenderCheck({ context, found }: { context: PageContext; found: Authentication | undefined }) {
  const texts = context.texts.correspondence.senderCheck;
  const said = AUTHENTICATION_METHODS.flatMap((method) => {
    const result = found?.[method];
    return result === undefined ? [] : [`${method.toUpperCase()} ${texts.results[result]}`];
  });
  return said.length === 0 ? null : (
    <Hint>
      {texts.by}: {said.join(', ')}.{found?.dmarc === 'fail' ? ` ${texts.forged}` : ''}
    </Hint>
  );
}
