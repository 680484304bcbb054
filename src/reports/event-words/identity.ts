import type { IDENTITY_EVENTS } from '../../domain/log/events/identity.js';

export const IDENTITY_DE: Readonly<Record<keyof typeof IDENTITY_EVENTS, string>> = {
  'user.added': 'Nutzerkonto angelegt',
  'access.limited': 'Zugang befristet',
  'role.granted': 'Rolle vergeben',
  'role.revoked': 'Rolle entzogen',
  'password.set': 'Neues Kennwort gesetzt',
  'token.issued': 'Zugang für ein Programm ausgestellt',
  'token.revoked': 'Zugang für ein Programm widerrufen',
};

export const IDENTITY_EN: Readonly<Record<keyof typeof IDENTITY_EVENTS, string>> = {
  'user.added': 'User added',
  'access.limited': 'Access given an end date',
  'role.granted': 'Role given to a user',
  'role.revoked': 'Role taken from a user',
  'password.set': 'New password set',
  'token.issued': 'Access for a program issued',
  'token.revoked': 'Access for a program revoked',
};
