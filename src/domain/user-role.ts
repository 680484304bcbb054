/** Roles a person can be given (P8); `system` is the program's own. The one list: log, directory groups, accounts use it. */
export const USER_ROLES = ['staff', 'dpo', 'decider', 'auditor', 'admin'] as const;

export type UserRole = (typeof USER_ROLES)[number];
