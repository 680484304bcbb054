export { USER_ROLES, type UserRole } from '../domain/user-role.js';
