import type { IDENTITY_EVENTS } from '../../domain/log/events/identity.js';

export const IDENTITY_DE: Readonly<Record<keyof typeof IDENTITY_EVENTS, string>> = {
  'user.added': 'Nutzerkonto angelegt',
  'access.limited': 'Zugang befristet',
  'role.granted': 'Rolle vergeben',
  'role.revoked': 'Rolle entzogen',
  'password.set': 'Neues Kennwort gesetzt',
  'token.issued': 'Zugang für ein Programm ausgestellt',
  'token.revoked': 'Zugang für ein Programm widerrufen',
  'token.used': 'Zugang für ein Programm zum ersten Mal benutzt',
  'sign-in.succeeded': 'Angemeldet',
  'sign-in.failed': 'Anmeldung mit falschem Kennwort versucht',
  'sign-in.locked': 'Anmeldung nach zu vielen Versuchen gesperrt',
  'sign-in.ended': 'Abgemeldet',
};

export const IDENTITY_EN: Readonly<Record<keyof typeof IDENTITY_EVENTS, string>> = {
  'user.added': 'User added',
  'access.limited': 'Access given an end date',
  'role.granted': 'Role given to a user',
  'role.revoked': 'Role taken from a user',
  'password.set': 'New password set',
  'token.issued': 'Access for a program issued',
  'token.revoked': 'Access for a program revoked',
  'token.used': 'Access for a program used for the first time',
  'sign-in.succeeded': 'Signed in',
  'sign-in.failed': 'Sign-in tried with a wrong password',
  'sign-in.locked': 'Sign-in locked after too many attempts',
  'sign-in.ended': 'Signed out',
};
