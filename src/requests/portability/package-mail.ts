import type { Language } from '../../words/language.js';
interface MailWords {
  readonly hello: string;
  subjects: Readonly<Record<'link' | 'code', (organisation: string) => string>>;
  link(organisation: string, url: string, until: string): string;
  code(code: string, until: string): string;
  contact(title: string, email: string, telephone: string): string;
}

/** To the person, in both languages: nothing of what is in the package, in case it is not they who read it. */
export const PACKAGE_MAIL: Readonly<Record<Language, MailWords>> = {
  de: {
    hello: 'Guten Tag,',
    subjects: {
      link: (organisation) => `Ihre Daten liegen bereit / Your data is ready (${organisation})`,
      code: (organisation) => `Ihr Code zum Abholen / Your code (${organisation})`,
    },
    link: (organisation, url, until) =>
      `Sie haben ${organisation} um Ihre Daten in einem Format gebeten, das Programme lesen können. Hier können Sie sie einmal abholen, bis ${until}:\n${url}\n\nDort lassen Sie sich mit einem Klick einen Code an diese Adresse schicken. Haben Sie nichts verlangt? Dann müssen Sie nichts tun; bitte geben Sie den Link nicht weiter.`,
    code: (code, until) =>
      `Ihr Code zum Abholen: ${code}\n\nEr gilt bis ${until}. Haben Sie ihn nicht angefordert? Dann geben Sie ihn bitte nicht weiter.`,
    contact: (title, email, telephone) => `Fragen? ${title}, ${email}, ${telephone}`,
  },
  en: {
    hello: 'Hello,',
    subjects: { link: () => '', code: () => '' },
    link: (organisation, url, until) =>
      `You asked ${organisation} for your data in a format that programs can read. You can collect it here once, until ${until}:\n${url}\n\nThere, one click sends a code to this address. You asked for nothing? Then there is nothing to do; please do not pass the link on.`,
    code: (code, until) =>
      `Your code to collect your data: ${code}\n\nIt is valid until ${until}. You did not ask for it? Then please do not pass it on.`,
    contact: (title, email, telephone) => `Questions? ${title}, ${email}, ${telephone}`,
  },
};
