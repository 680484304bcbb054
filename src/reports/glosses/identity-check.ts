import type { IDENTITY_CHECK_EVENTS } from '../../domain/log/events/identity-check.js';

export const IDENTITY_CHECK_DE: Readonly<Record<keyof typeof IDENTITY_CHECK_EVENTS, string>> = {
  'identity-check.begun': 'Identitätsprüfung wegen begründeter Zweifel begonnen',
  'identity-check.code-sent': 'Code an die bekannte Adresse der Person gesendet',
  'identity-check.code-refused': 'Falscher Code eingegeben',
  'identity-check.confirmed': 'Identität der Person bestätigt',
  'identity-check.not-confirmed': 'Identität der Person nicht bestätigt',
  'identity-check.dropped': 'Zweifel an der Identität ausgeräumt, Prüfung beendet',
  'identity-check.reported': 'Richtige Eingabe des Codes dem Datenschutz gemeldet',
  'identity-check.evidence-erased': 'Angaben zur Identitätsprüfung sofort gelöscht',
};

export const IDENTITY_CHECK_EN: Readonly<Record<keyof typeof IDENTITY_CHECK_EVENTS, string>> = {
  'identity-check.begun': 'Identity check begun on reasonable doubts',
  'identity-check.code-sent': 'Code sent to the known address of the person',
  'identity-check.code-refused': 'Wrong code entered',
  'identity-check.confirmed': 'Identity of the person confirmed',
  'identity-check.not-confirmed': 'Identity of the person not confirmed',
  'identity-check.dropped': 'No doubt about the identity any longer, check ended',
  'identity-check.reported': 'Right code reported to the data protection officer',
  'identity-check.evidence-erased': 'What served to check the identity erased at once',
};
