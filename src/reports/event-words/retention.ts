import type { RETENTION_EVENTS } from '../../domain/log/events/retention.js';

export const RETENTION_DE: Readonly<Record<keyof typeof RETENTION_EVENTS, string>> = {
  'content.erased': 'Personenbezogene Daten gelöscht',
  'erasure.certified': 'Löschung der Person mit Beleg mitgeteilt',
  'erasure.uncertified': 'Mitteilung der Löschung nicht zustellbar',
  'retention.changed': 'Aufbewahrungsfristen geändert',
  'retention.halted': 'Löschlauf angehalten, bis jemand die Uhrzeit bestätigt',
  'retention.confirmed': 'Uhrzeit bestätigt, der Löschlauf geht weiter',
  'hold.set': 'Löschsperre gesetzt',
  'hold.confirmed': 'Löschsperre von einer zweiten Person bestätigt',
  'hold.reviewed': 'Löschsperre geprüft, sie bleibt',
  'hold.released': 'Löschsperre aufgehoben',
  'copy.deleted': 'Kopie außerhalb gelöscht',
  'channel.copy-deleted': 'Löschung der Nachricht auf der Plattform angegeben',
  'key-epoch.begun': 'Neuer Schlüssel der Organisation',
  'key-epoch.destroyed': 'Früherer Schlüssel der Organisation vernichtet',
  'mailbox.opened': 'Nachricht im Postfach der Vorführung geöffnet',
};

export const RETENTION_EN: Readonly<Record<keyof typeof RETENTION_EVENTS, string>> = {
  'content.erased': 'Personal data erased',
  'erasure.certified': 'Person told of the erasure, with proof',
  'erasure.uncertified': 'Message about the erasure could not be delivered',
  'retention.changed': 'Retention periods changed',
  'retention.halted': 'Erasure halted until somebody confirms the clock',
  'retention.confirmed': 'Clock confirmed, erasure goes on',
  'hold.set': 'Legal hold set',
  'hold.confirmed': 'Legal hold confirmed by a second person',
  'hold.reviewed': 'Legal hold reviewed, it stands',
  'hold.released': 'Legal hold released',
  'copy.deleted': 'Copy outside deleted',
  'channel.copy-deleted': 'Deletion of the message on the platform stated',
  'key-epoch.begun': 'New key of the organisation',
  'key-epoch.destroyed': 'Earlier key of the organisation destroyed',
  'mailbox.opened': 'Mail in the mailbox of the demonstration opened',
};
