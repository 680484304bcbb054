import { Injectable, type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI description of what runs; made once the application stands, kept for every request. */
@Injectable()
export class OpenApiDocument {
  private document: OpenAPIObject | undefined;

  describe(application: INestApplication): void {
    const about = new DocumentBuilder()
      .setTitle('Forthwith')
      .setDescription('Rights requests: taken in, forwarded at once, proven. Errors are RFC 9457 problem details.')
      .setVersion('1')
      .setOpenAPIVersion('3.1.0')
      .addBearerAuth()
      .build();
    this.document = SwaggerModule.createDocument(application, about);
  }

  get(): OpenAPIObject {
    if (this.document === undefined) {
      throw new Error('the application has not been described');
    }
    return this.document;
  }
}
