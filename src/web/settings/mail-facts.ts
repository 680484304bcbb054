import type { MailHealth } from '../../reports/mail/mail-health.service.js';
import type { Fact } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

/** Whether mail goes out and comes in, for administrators. Undefined: not known just now. */
export function mailFacts(context: PageContext, mail: MailHealth | undefined): readonly Fact[] {
  const texts = context.texts.settings.mail;
  if (mail === undefined) {
    return [{ label: texts.sending, value: texts.unknown }];
  }
  const standing = (trouble: string | null, seconds: number | null): string => {
    const ago = seconds === null ? undefined : duration(context, seconds);
    if (trouble !== null) {
      return texts.trouble(trouble, ago === undefined ? texts.never : texts.ago(ago));
    }
    return ago === undefined ? texts.never : texts.works(ago);
  };
  const { deferred, late, bounced } = mail;
  const isRead = mail.lastReadSeconds !== null || mail.readingTrouble !== null;
  return [
    { label: texts.sending, value: standing(mail.sendingTrouble, mail.lastAcceptedSeconds) },
    {
      label: texts.reading,
      value: isRead ? standing(mail.readingTrouble, mail.lastReadSeconds) : texts.notRead,
    },
    { label: texts.waiting, value: texts.counts(deferred, late, bounced) },
  ];
}

function duration({ language }: PageContext, seconds: number): string {
  const [value, unit] =
    seconds < 120
      ? ([seconds, 'second'] as const)
      : seconds < 7_200
        ? ([Math.round(seconds / 60), 'minute'] as const)
        : seconds < 172_800
          ? ([Math.round(seconds / 3_600), 'hour'] as const)
          : ([Math.round(seconds / 86_400), 'day'] as const);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
