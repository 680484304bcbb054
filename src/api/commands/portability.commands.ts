import { STATED_WAYS } from '../../domain/proof/told.js';
import { TEXT_LIMIT } from '../../requests/request/case-work.js';
import { PACKAGE_DAYS_MOST } from '../../requests/portability/package.js';
import { NAME_LIMIT, PackagesService } from '../../requests/portability/packages.service.js';
import { command, CommandDto, making, type Commands } from './command.js';
import { Choice, Day, Id, TextFiles, WholeNumber, Words } from './fields.js';

export class PreparePackageDto extends CommandDto {
  @TextFiles('The files, by name: what is in each, as JSON or CSV text')
  files!: Record<string, string>;
}

export class PackageDto extends CommandDto {
  @Id('The package, of GET …/packages')
  package!: string;
}

export class OfferPackageDto extends PackageDto {
  @Words(NAME_LIMIT, { description: 'A mail address that is known to be the person’s' })
  address!: string;

  @WholeNumber(`How many days it can be collected, at most ${PACKAGE_DAYS_MOST}`)
  days?: number;
}

export class TransmitPackageDto extends PackageDto {
  @Words(NAME_LIMIT, { description: 'The controller it went to; kept under seal' })
  controller!: string;

  @Words(TEXT_LIMIT, { optional: true, description: 'In which way; kept under seal' })
  how?: string;

  @Day()
  on!: string;

  @Choice(STATED_WAYS, { optional: true, description: 'The way, for the log' })
  way?: string;
}

/** Art. 20: made, then offered to the person or sent to another controller. */
export const PORTABILITY_COMMANDS = {
  'prepare-package': making(PreparePackageDto, (services, { actor, id, version }, { files }) =>
    services.of(PackagesService).prepare(
      actor,
      id,
      Object.entries(files).map(([filename, text]) => ({ filename, content: Buffer.from(text, 'utf8') })),
      version,
    ),
  ),
  'offer-package': command(OfferPackageDto, (services, { actor, id, version }, { package: item, address, days }) =>
    services
      .of(PackagesService)
      .offer(actor, id, { item, address, ...(days === undefined ? {} : { days: String(days) }) }, version),
  ),
  'transmit-package': command(TransmitPackageDto, (services, { actor, id, version }, { package: item, ...fields }) =>
    services.of(PackagesService).transmit(actor, id, { item, ...fields }, version),
  ),
  'end-package': command(PackageDto, (services, { actor, id }, { package: item }) =>
    services.of(PackagesService).end(actor, id, { item }),
  ),
} as const satisfies Commands;
