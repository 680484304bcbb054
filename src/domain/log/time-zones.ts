/**
 * Time zones (IANA) that the log can name: those of the EU, the EEA, Switzerland and the United Kingdom. A closed list,
 * so that no free text gets into the log; an organisation elsewhere is counted in the zone that its bundle states.
 */
export const LOG_TIME_ZONES = [
  'Europe/Amsterdam',
  'Europe/Athens',
  'Europe/Berlin',
  'Europe/Bratislava',
  'Europe/Brussels',
  'Europe/Bucharest',
  'Europe/Budapest',
  'Europe/Copenhagen',
  'Europe/Dublin',
  'Europe/Helsinki',
  'Europe/Lisbon',
  'Europe/Ljubljana',
  'Europe/London',
  'Europe/Luxembourg',
  'Europe/Madrid',
  'Europe/Malta',
  'Europe/Oslo',
  'Europe/Paris',
  'Europe/Prague',
  'Europe/Riga',
  'Europe/Rome',
  'Europe/Sofia',
  'Europe/Stockholm',
  'Europe/Tallinn',
  'Europe/Vaduz',
  'Europe/Vienna',
  'Europe/Vilnius',
  'Europe/Warsaw',
  'Europe/Zagreb',
  'Europe/Zurich',
  'Atlantic/Reykjavik',
  'Asia/Nicosia',
  'UTC',
] as const;

export type LogTimeZone = (typeof LOG_TIME_ZONES)[number];

export function logTimeZone(name: string): LogTimeZone | undefined {
  return LOG_TIME_ZONES.find((zone) => zone === name);
}
