/** Roles a person can be given (P8); `system` is the program's own. */
export const USER_ROLES = ['staff', 'dpo', 'decider', 'auditor', 'admin'] as const;

export type UserRole = (typeof USER_ROLES)[number];
export { USER_ROLES, type UserRole } from '../domain/user-role.js';
