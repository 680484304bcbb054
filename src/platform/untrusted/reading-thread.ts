import { parentPort } from 'node:worker_threads';
import { inspectFile } from '../documents/inspect-file.js';
import { isPortable } from '../documents/portable-file.js';
import { deliveryReport } from '../mail/delivery-report.js';
import { outlookMail } from '../mail/outlook-mail.js';
import { mailFile, readableMail } from '../mail/readable-mail.js';
import { wholeMail } from '../mail/whole-mail.js';
import { Budget, BudgetExceeded } from './budget.js';
import type { ReadingJob, ReadingReply } from './reading.js';

type Function = (bytes: Buffer, options: never, budget: Budget) => unknown;

/** Every way to read a stranger's bytes, by its name. */
const READINGS: Readonly<Record<string, Function>> = {
  'file.inspect': inspectFile,
  'file.portable': isPortable,
  'mail.read': readableMail,
  'mail.file': mailFile,
  'mail.whole': wholeMail,
  'mail.report': deliveryReport,
  'mail.outlook': outlookMail,
};

parentPort?.on('message', (job: ReadingJob) => {
  void reply(job).then((answer) => parentPort?.postMessage(answer));
});

async function reply({ name, limits, bytes, options }: ReadingJob): Promise<ReadingReply> {
  try {
    const read = READINGS[name];
    if (read === undefined) {
      return { fault: `there is no reading ${name}` };
    }
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return { result: await read(buffer, options as never, new Budget(limits)) };
  } catch (error) {
    return error instanceof BudgetExceeded && error.breach !== 'memory'
      ? { breach: error.breach }
      : { fault: `reading ${name} has failed (${error instanceof Error ? error.name : 'unknown'})` };
  }
}
