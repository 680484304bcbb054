import type { LOG_EVENTS } from '../../domain/log/events/log.js';

export const LOG_DE: Readonly<Record<keyof typeof LOG_EVENTS, string>> = {
  'key.created': 'Schlüssel angelegt',
  'key.rotated': 'Schlüssel gewechselt',
  'key.destroyed': 'Schlüssel vernichtet: was nur er öffnet, ist gelöscht',
  'log.epoch-opened': 'Neue Epoche des Protokolls begonnen, durch Entscheidung der Verwaltung',
  'log.damage-found': 'Die laufende Prüfung fand einen gespeicherten Eintrag anders, als er unterschrieben wurde',
  'log.alarm-raised': 'Alarm: Am Protokoll stimmt etwas nicht',
  'log.alarm-resolved': 'Ein Alarm zum Protokoll wurde von jemandem erledigt',
  'clock.anomaly': 'Die Uhr der Datenbank stand hinter dem letzten Eintrag',
};

export const LOG_EN: Readonly<Record<keyof typeof LOG_EVENTS, string>> = {
  'key.created': 'Key made',
  'key.rotated': 'Key replaced',
  'key.destroyed': 'Key destroyed: what only it opens is erased',
  'log.epoch-opened': 'New epoch of the log opened, by decision of an administrator',
  'log.damage-found': 'The monitor found a stored entry other than it was signed',
  'log.alarm-raised': 'Alarm: something is wrong with the log',
  'log.alarm-resolved': 'Somebody dealt with an alarm about the log',
  'clock.anomaly': 'The clock of the database stood behind the last entry',
};
