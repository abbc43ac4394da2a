import type { IncomingMessage, ServerResponse } from 'node:http';
import { httpStatusOf, type Fault } from '#contract/faults';
import { failed, type Result } from '#contract/result';
import { commonSecurityHeaders } from '#main/shells/window-files/security-headers';

const apiHeaders = {
  ...commonSecurityHeaders,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const;

export function answerJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, {
    ...apiHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    ...headers,
  });
  response.end(body);
}

export function answerResult(response: ServerResponse, result: Result<unknown>): void {
  answerJson(response, result.ok ? 200 : httpStatusOf(result.fault.code), result);
}

/** The request's body may not have been read to its end, so the connection is not used again. */
export function answerFault(response: ServerResponse, value: Fault): void {
  answerJson(response, httpStatusOf(value.code), failed(value), { connection: 'close' });
}

export function answerNothingHere(response: ServerResponse): void {
  response.writeHead(404, { ...apiHeaders, 'content-type': 'text/plain; charset=utf-8' });
  response.end('There is nothing here.\n');
}

/** A sentence for a person who followed a link, where a script gets the fault as JSON. */
export function answerPerson(request: IncomingMessage, response: ServerResponse, value: Fault): void {
  if (!/\btext\/html\b/.test(request.headers.accept ?? '')) return answerFault(response, value);
  const headers = { ...apiHeaders, 'content-type': 'text/plain; charset=utf-8', connection: 'close' };
  response.writeHead(httpStatusOf(value.code), headers);
  response.end(`${value.message}\n`);
}

/** Begins an answer that stays open, such as an event stream. */
export function beginStream(response: ServerResponse, contentType: string): void {
  response.writeHead(200, { ...apiHeaders, 'content-type': contentType });
}

/** Leads to the page with the code in the fragment, which browsers keep to themselves: no server is sent it. */
export function redirectToPage(response: ServerResponse, startCode: string): void {
  response.writeHead(303, { ...apiHeaders, location: `/#start=${startCode}` });
  response.end();
}

/**
 * A request's body as JSON: `tooLarge` beyond the limit in bytes, `invalid` when it is no JSON. The rest of a body
 * that is too large is read and forgotten, since a client that is still sending would not hear the answer.
 */
export async function readJson(
  request: IncomingMessage,
  limitBytes: number,
): Promise<Result<unknown, 'tooLarge' | 'invalid'>> {
  const body =
    Number(request.headers['content-length'] ?? 0) > limitBytes ? null : await readUpTo(request, limitBytes);
  if (body === null) {
    request.resume();
    return failed('tooLarge');
  }
  try {
    return { ok: true, value: JSON.parse(body.toString('utf8')) };
  } catch {
    return failed('invalid');
  }
}

async function readUpTo(request: IncomingMessage, limitBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // Leaving the loop early must not end the connection: the answer goes out on it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
