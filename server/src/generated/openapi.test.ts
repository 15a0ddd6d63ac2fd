/** The OpenAPI document is valid and whole. (What it lists is committed by name in docs/policy.md; itself it is long, and made at `/v1/openapi.json`.) */
import { Validator } from '@seriousme/openapi-schema-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../config.ts';
import { registry } from '../modules/index.ts';
import { procedures } from '../testing/procedures.ts';
import { openApi } from '../transport/openapi.ts';

describe('OpenAPI', () => {
  let document: any;
  beforeAll(() => {
    const config = { publicUrl: 'https://portico.example' } as Config;
    document = JSON.parse(JSON.stringify(openApi({ modules: registry, config }, '0.1.0')));
  });

  it('is a valid document of OpenAPI 3.1 whose references all lead somewhere', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    expect(() => validator.resolveRefs()).not.toThrow();
  });

  it('describes every procedure, with its parameters, its status and a summary', () => {
    const missing = procedures.filter(({ path, route, method, meta, fields }) => {
      const operation = document.paths[route]?.[method.toLowerCase()];
      const places = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = JSON.stringify([operation?.parameters, operation?.requestBody]);
      return (
        operation?.operationId !== path ||
        !operation.summary ||
        !operation.responses[meta.status] ||
        !operation.responses.default ||
        places.some((name) => !operation.parameters.some((parameter: any) => parameter.name === name && parameter.in === 'path')) ||
        fields.some((field) => !described.includes(`"${field.path.split('.')[0]}"`))
      );
    });
    expect(missing.map(({ path }) => path)).toEqual([]);
    const operations = Object.values<object>(document.paths).flatMap((methods) => Object.values(methods));
    expect(operations.length).toBe(procedures.length);
  });
});
