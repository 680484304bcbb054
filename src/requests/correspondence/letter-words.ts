import { rightsInSentence } from '../../words/rights.js';
import type { AddressForm, MessageLanguage } from '../../domain/correspondence/kinds.js';
import type { Right } from '../../domain/rights/right.js';

interface LetterWords {
  readonly salutation: Readonly<Record<AddressForm, (name: string) => string>>;
  readonly date: (day: string) => string;
  readonly rights: Readonly<Record<Right, string>>;
  readonly sampleName: string;
  readonly receipt: { readonly title: string; readonly text: string };
  readonly info: {
    readonly reference: string;
    readonly contact: string;
    readonly telephone: string;
    readonly email: string;
    readonly date: string;
    readonly page: string;
    readonly of: string;
    readonly enclosures: string;
  };
}

const MONTHS_EN = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

/** Words that messages and letters get besides their template. */
export const LETTER_WORDS: Readonly<Record<MessageLanguage, LetterWords>> = {
  de: {
    salutation: {
      sie: (name) => (name === '' ? 'Guten Tag,' : `Guten Tag ${name},`),
      du: (name) => (name === '' ? 'Hallo,' : `Hallo ${name},`),
    },
    date: (day) => `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}`,
    rights: rightsInSentence('de'),
    sampleName: 'Maria Musterfrau',
    receipt: {
      title: 'Beleg',
      text: 'Mit diesem Code lässt sich ohne Anmeldung prüfen, dass die Anfrage im Protokoll steht.',
    },
    info: {
      reference: 'Unser Zeichen',
      contact: 'Ansprechstelle',
      telephone: 'Telefon',
      email: 'E-Mail',
      date: 'Datum',
      page: 'Seite',
      of: 'von',
      enclosures: 'Anlagen',
    },
  },
  en: {
    salutation: {
      sie: (name) => (name === '' ? 'Dear Sir or Madam,' : `Dear ${name},`),
      du: (name) => (name === '' ? 'Hello,' : `Hello ${name},`),
    },
    date: (day) => `${Number(day.slice(8, 10))} ${MONTHS_EN[Number(day.slice(5, 7)) - 1] ?? ''} ${day.slice(0, 4)}`,
    rights: rightsInSentence('en'),
    sampleName: 'Mary Sample',
    receipt: {
      title: 'Receipt',
      text: 'With this code anybody can check, without signing in, that the request stands in the log.',
    },
    info: {
      reference: 'Our reference',
      contact: 'Contact',
      telephone: 'Telephone',
      email: 'E-mail',
      date: 'Date',
      page: 'Page',
      of: 'of',
      enclosures: 'Enclosures',
    },
  },
};
