import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { ApiModule } from './api/api.module.js';
import { DeadlinesModule } from './deadlines/deadlines.module.js';
import { EdgeExceptionFilter } from './edge-exception.filter.js';
import { ENTITIES } from './entities.js';
import { ForwardingModule } from './forwarding/forwarding.module.js';
import { AccessGuard } from './identity/access.guard.js';
import { FormTokenGuard } from './identity/form-token.guard.js';
import { IdentityModule } from './identity/identity.module.js';
import { IntakeModule } from './intake/intake.module.js';
import { OrganisationsModule } from './organisations/organisations.module.js';
import { AnswerInterceptor } from './platform/http/answer.interceptor.js';
import { PlatformModule, type Foundation } from './platform/platform.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { CorrespondenceModule } from './requests/correspondence/correspondence.module.js';
import { RequestsModule } from './requests/requests.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { SetupModule } from './setup/setup.module.js';
import { WebModule } from './web/web.module.js';

@Module({})
export class AppModule {
  static on(foundation: Foundation): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.on(foundation, ENTITIES),
        OrganisationsModule,
        IdentityModule,
        RequestsModule,
        CorrespondenceModule,
        IntakeModule,
        ForwardingModule,
        DeadlinesModule,
        RetentionModule,
        SetupModule,
        ReportsModule,
        ApiModule,
        WebModule,
      ],
      providers: [
        // In this order: whoever may not call a route has none of their form read.
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: FormTokenGuard },
        AnswerInterceptor,
        { provide: APP_INTERCEPTOR, useExisting: AnswerInterceptor },
        { provide: APP_FILTER, useClass: EdgeExceptionFilter },
      ],
    };
  }
}
