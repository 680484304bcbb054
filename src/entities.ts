import { Membership } from './identity/membership.entity.js';
import { UserAccount } from './identity/user-account.entity.js';
import { Channel } from './organisations/channel.entity.js';
import { DpoDesignation } from './organisations/dpo-designation.entity.js';
import { Instruction } from './organisations/instruction.entity.js';
import { Organisation } from './organisations/organisation.entity.js';
import { Forwarding } from './requests/request/forwarding.entity.js';
import { RightsRequest } from './requests/request/rights-request.entity.js';

/** Every entity by name, no globs; a test demands that they agree with the migrated schema. */
export const ENTITIES = [
  Channel,
  DpoDesignation,
  Forwarding,
  Instruction,
  Membership,
  Organisation,
  RightsRequest,
  UserAccount,
] as const;
