import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Channel } from './channel.entity.js';
import { DpoDesignation } from './dpo-designation.entity.js';
import { Instruction } from './instruction.entity.js';
import { Organisation } from './organisation.entity.js';

/** Reads of one organisation's settings, inside the caller's transaction. */
@Injectable()
export class OrganisationsRepository {
  async findBySlug(manager: EntityManager, slug: string): Promise<Organisation | null> {
    return manager.getRepository(Organisation).findOneBy({ slug });
  }

  async list(manager: EntityManager): Promise<Organisation[]> {
    return manager.getRepository(Organisation).find({ order: { slug: 'ASC' } });
  }

  async get(manager: EntityManager, id: string): Promise<Organisation> {
    return manager.getRepository(Organisation).findOneByOrFail({ id });
  }

  async channels(manager: EntityManager, organisationId: string): Promise<Channel[]> {
    return manager.getRepository(Channel).find({ where: { organisationId }, order: { position: 'ASC' } });
  }

  /** The designation in force: the DPO's, or the deputy's. */
  async designationInForce(
    manager: EntityManager,
    organisationId: string,
    deputy: boolean,
  ): Promise<DpoDesignation | null> {
    return manager
      .getRepository(DpoDesignation)
      .createQueryBuilder('d')
      .where('d.organisationId = :organisationId AND d.deputy = :deputy AND d.validUntil IS NULL', {
        organisationId,
        deputy,
      })
      .getOne();
  }

  async designation(manager: EntityManager, id: string): Promise<DpoDesignation> {
    return manager.getRepository(DpoDesignation).findOneByOrFail({ id });
  }

  /** The newest version that already holds on `day` (organisation's calendar). */
  async instructionInForce(manager: EntityManager, organisationId: string, day: string): Promise<Instruction | null> {
    return manager
      .getRepository(Instruction)
      .createQueryBuilder('i')
      .where('i.organisationId = :organisationId AND i.holdsFrom <= :day', { organisationId, day })
      .orderBy('i.holdsFrom', 'DESC')
      .addOrderBy('i.version', 'DESC')
      .limit(1)
      .getOne();
  }

  async latestInstruction(manager: EntityManager, organisationId: string): Promise<Instruction | null> {
    return manager.getRepository(Instruction).findOne({ where: { organisationId }, order: { version: 'DESC' } });
  }

  /** Every version, oldest first. */
  async instructions(manager: EntityManager, organisationId: string): Promise<Instruction[]> {
    return manager.getRepository(Instruction).find({ where: { organisationId }, order: { version: 'ASC' } });
  }
}
