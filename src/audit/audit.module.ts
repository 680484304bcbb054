import { Module } from '@nestjs/common';
import { AuditLog } from './audit-log.js';
import { Integrator } from './integrator.js';
import { KeyRotation } from './key-rotation.service.js';
import { LogKeys } from './log-keys.js';
import { LogService } from './log.service.js';
import { OutsideCheckpoints } from './outside-checkpoints.js';
import { ReceiptProofs } from './receipt-proofs.js';

@Module({
  providers: [AuditLog, Integrator, KeyRotation, LogKeys, LogService, OutsideCheckpoints, ReceiptProofs],
  exports: [AuditLog, Integrator, KeyRotation, LogKeys, LogService, ReceiptProofs],
})
export class AuditModule {}
