import type { IDENTITY_CHECK_EVENTS } from '../../domain/log/events/identity-check.js';

export const IDENTITY_CHECK_DE: Readonly<Record<keyof typeof IDENTITY_CHECK_EVENTS, string>> = {
  'identity.asked': 'Identitätsprüfung wegen begründeter Zweifel begonnen',
  'identity.code-sent': 'Code an die bekannte Adresse der Person gesendet',
  'identity.code-refused': 'Falscher Code eingegeben',
  'identity.confirmed': 'Identität der Person bestätigt',
  'identity.not-confirmed': 'Identität der Person nicht bestätigt',
  'identity.no-longer-doubted': 'Zweifel an der Identität ausgeräumt, Prüfung beendet',
  'identity.withdrawn': 'Identitätsprüfung ohne Ergebnis mit dem Vorgang beendet',
  'identity.reported': 'Richtige Eingabe des Codes dem Datenschutz gemeldet',
  'identity.evidence-erased': 'Angaben zur Identitätsprüfung sofort gelöscht',
};

export const IDENTITY_CHECK_EN: Readonly<Record<keyof typeof IDENTITY_CHECK_EVENTS, string>> = {
  'identity.asked': 'Identity check begun on reasonable doubts',
  'identity.code-sent': 'Code sent to the known address of the person',
  'identity.code-refused': 'Wrong code entered',
  'identity.confirmed': 'Identity of the person confirmed',
  'identity.not-confirmed': 'Identity of the person not confirmed',
  'identity.no-longer-doubted': 'No doubt about the identity any longer, check ended',
  'identity.withdrawn': 'Identity check ended with the case, without a result',
  'identity.reported': 'Right code reported to the data protection officer',
  'identity.evidence-erased': 'What served to check the identity erased at once',
};
