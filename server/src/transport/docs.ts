/** `/docs`: the OpenAPI document as a page for people. Plain HTML and one style sheet, no script, so it reads anywhere. */
import { Router } from 'express';
import type { Runtime } from '../core/runtime.ts';
import { openApi } from './openapi.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- OpenAPI is walked as it is
type Json = Record<string, any>;

const escaped = (text: unknown): string => String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const code = (text: unknown): string => `<code>${escaped(text)}</code>`;

/** A schema in a few words: `string`, `Milestone[]`, `planned | done`, `string or null`. */
function typeOf(schema: Json | undefined): string {
  if (!schema) return '';
  if (schema['$ref']) {
    const name = String(schema['$ref']).split('/').at(-1)!;
    return `<a href="#${escaped(name)}">${escaped(name)}</a>`;
  }
  if (schema['const'] !== undefined) return code(JSON.stringify(schema['const']));
  if (schema['enum']) return (schema['enum'] as unknown[]).map(code).join(' | ');
  const either = (schema['anyOf'] ?? schema['oneOf']) as Json[] | undefined;
  if (either) return either.map(typeOf).join(' or ');
  if (schema['type'] === 'array') return `list of ${typeOf(schema['items'])}`;
  if (schema['type'] === 'object' && schema['additionalProperties'])
    return `object of ${typeOf(schema['additionalProperties']) || 'anything'}`;
  return escaped(schema['type'] ?? 'anything');
}

/** Bounds that a caller has to keep. */
function boundsOf(schema: Json): string {
  const { minimum, maximum, maxLength, maxItems, default: otherwise } = schema;
  const said = [
    minimum !== undefined && maximum !== undefined && maximum < 1e9 ? `${minimum} to ${maximum}` : '',
    maxLength === undefined ? '' : `at most ${maxLength} characters`,
    maxItems === undefined ? '' : `at most ${maxItems}`,
    otherwise === undefined ? '' : `default ${JSON.stringify(otherwise)}`,
  ];
  return escaped(said.filter(Boolean).join(', '));
}

const row = (name: string, schema: Json, required: boolean, where = ''): string =>
  `<tr><th scope="row">${code(name)}${required ? '' : ' <small>optional</small>'}</th><td>${typeOf(schema)}</td><td>${escaped(schema['description'] ?? '')} ${boundsOf(schema)} ${where}</td></tr>`;

const table = (rows: string[]): string => (rows.length === 0 ? '' : `<table><tbody>${rows.join('')}</tbody></table>`);

function fields(schema: Json | undefined): string {
  const required = (schema?.['required'] ?? []) as string[];
  return table(Object.entries((schema?.['properties'] ?? {}) as Json).map(([name, of]) => row(name, of, required.includes(name))));
}

function operation(method: string, path: string, of: Json): string {
  const parameters = (of['parameters'] as Json[]).filter(({ in: where }) => where !== 'header');
  const body = of['requestBody']?.content['application/json'].schema as Json | undefined;
  const [status, answer] = Object.entries(of['responses'] as Json).find(([name]) => name.startsWith('2')) ?? [];
  const schema = answer?.content['application/json'].schema as Json | undefined;
  return `<section id="${escaped(of['operationId'])}"><h3><span class="method ${method}">${method.toUpperCase()}</span> ${code(path)}</h3>
    <p>${escaped(of['summary'])}. <small>tRPC ${code(of['operationId'])}. ${escaped(of['description']).replace(/`([^`]+)`/g, '<code>$1</code>')}</small></p>
    ${table(parameters.map(({ name, schema: type, required, in: where }) => row(name, type ?? {}, required === true, `<small>${escaped(where)}</small>`)))}
    ${fields(body)}<p class="answer">${escaped(status)} → ${schema?.['properties'] ? fields(schema) : typeOf(schema)}</p></section>`;
}

function page(document: Json): string {
  const operations = Object.entries(document['paths'] as Json).flatMap(([path, methods]) =>
    Object.entries(methods as Json).map(([method, of]) => ({ path, method, of: of as Json, tag: (of as Json)['tags'][0] as string })),
  );
  const tags = [...Map.groupBy(operations, ({ tag }) => tag)];
  const schemas = Object.entries(document['components'].schemas as Json);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Portico API ${escaped(document['info'].version)}</title><link rel="stylesheet" href="/docs/docs.css"></head><body>
<nav aria-label="Contents"><a class="name" href="#top">Portico API</a>${tags
    .map(
      ([tag, some]) =>
        `<details><summary>${escaped(tag)}</summary>${some.map(({ of }) => `<a href="#${escaped(of['operationId'])}">${escaped(of['summary'])}</a>`).join('')}</details>`,
    )
    .join(
      '',
    )}<details><summary>shapes</summary>${schemas.map(([name]) => `<a href="#${escaped(name)}">${escaped(name)}</a>`).join('')}</details></nav>
<main id="top"><h1>Portico API <small>${escaped(document['info'].version)}</small></h1>
<p>Every call is sent with <code>Authorization: Bearer</code> and a secret key (from servers only) or a session token. Each procedure answers REST at the address shown and tRPC under <code>/trpc</code>.
Errors are <a href="#Problem">problem details</a> with a stable <code>code</code>. Writes take an <code>Idempotency-Key</code>; PATCH takes <code>If-Match</code>. What went wrong is said in English or, by <code>Accept-Language</code>, in Chinese. The machine-readable form is <a href="/v1/openapi.json">openapi.json</a>.</p>
<p lang="zh-CN">每次调用都带 <code>Authorization: Bearer</code>：服务器用密钥，页面用会话令牌。每个过程既可按所示地址用 REST 调用，也可在 <code>/trpc</code> 下用 tRPC 调用。错误均为带固定 <code>code</code> 的 <a href="#Problem">problem details</a>；写操作可带 <code>Idempotency-Key</code>，PATCH 可带 <code>If-Match</code>。错误说明按 <code>Accept-Language</code> 用中文或英文。机器可读版本见 <a href="/v1/openapi.json">openapi.json</a>。</p>
<h2>Events</h2><p>${(document['x-events'] as string[]).map(code).join(' ')}</p>
${tags.map(([tag, some]) => `<h2>${escaped(tag)}</h2>${some.map(({ method, path, of }) => operation(method, path, of)).join('')}`).join('')}
<h2>Shapes</h2>${schemas.map(([name, schema]) => `<section id="${escaped(name)}"><h3>${escaped(name)}</h3>${fields(schema as Json) || `<p>${typeOf(schema as Json)}</p>`}</section>`).join('')}
</main></body></html>`;
}

const style = `:root{color-scheme:light dark;--line:light-dark(#e3e6ea,#2b3138);--quiet:light-dark(#5b6570,#9aa5b1);--accent:light-dark(#0a5c7a,#6cc0dd)}
*{box-sizing:border-box}body{margin:0;font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;display:grid;grid-template-columns:16rem minmax(0,1fr);background:Canvas;color:CanvasText}
nav{position:sticky;inset-block-start:0;block-size:100vh;overflow:auto;padding:16px;border-inline-end:1px solid var(--line);display:flex;flex-direction:column;gap:4px;font-size:13px}
nav a{display:block;padding:2px 0 2px 12px;color:var(--quiet);text-decoration:none}nav a:hover{text-decoration:underline}nav .name{padding:0 0 8px;font-weight:600;font-size:15px;color:CanvasText}summary{cursor:pointer;font-weight:600}
main{padding:24px 32px;max-inline-size:62rem}h1 small,h3 small{color:var(--quiet);font-weight:400}h2{margin-block-start:48px;padding-block-end:8px;border-block-end:1px solid var(--line);text-transform:capitalize}
section{padding-block:12px;border-block-end:1px solid var(--line);scroll-margin-block-start:8px}h3{font-size:15px;margin:8px 0}p{margin:8px 0}a{color:var(--accent)}small{color:var(--quiet);font-size:12px}code{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.method{display:inline-block;min-inline-size:4rem;font-size:12px;font-weight:600;color:var(--accent)}.method.delete{color:light-dark(#b3261e,#f2857d)}
table{inline-size:100%;border-collapse:collapse;font-size:13px;margin-block:8px}th,td{text-align:start;vertical-align:top;padding:4px 12px 4px 0;font-weight:400;overflow-wrap:anywhere}th{inline-size:32%}td:nth-child(2){inline-size:28%}
@media (max-width:760px){body{display:block}nav{position:static;block-size:auto;border:0}main{padding:16px}}`;

export function docs(runtime: Runtime, version: string): Router {
  const routes = Router();
  let html: string | null = null;
  routes.get('/docs', (_request, response) => {
    response.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    response.type('html').send((html ??= page(openApi(runtime, version))));
  });
  routes.get('/docs/docs.css', (_request, response) => void response.type('css').send(style));
  return routes;
}
