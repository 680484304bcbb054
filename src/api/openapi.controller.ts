import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController, type OpenAPIObject } from '@nestjs/swagger';
import { Allow } from '../identity/access.js';
import { OpenApiDocument } from '../platform/http/openapi-document.js';

@ApiExcludeController()
@Controller('api/openapi.json')
export class OpenApiController {
  constructor(@Inject(OpenApiDocument) private readonly document: OpenApiDocument) {}

  @Get()
  @Allow('public')
  show(): OpenAPIObject {
    return this.document.get();
  }
}
