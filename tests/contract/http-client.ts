import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A raw request: `fetch` would not let a test set Host, Origin or an unfolded path. */
export function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: Asked = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path, method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Collects a Server-Sent Events stream; `until` answers when the text holds what was waited for. */
export async function listen(
  port: number,
  headers: Readonly<Record<string, string>>,
): Promise<{ until(part: string): Promise<string>; readonly ended: Promise<void>; stop(): void }> {
  const request = httpRequest({ host: '127.0.0.1', port, path: '/api/events', headers, agent: false });
  let text = '';
  let told = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  await new Promise<void>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      response.setEncoding('utf8');
      response.on('error', () => {});
      response.on('end', ended.resolve);
      response.on('data', (chunk: string) => {
        text += chunk;
        told.resolve();
      });
      resolve();
    });
    request.end();
  });
  return {
    async until(part) {
      while (!text.includes(part)) {
        await told.promise;
        told = Promise.withResolvers();
      }
      return text;
    },
    ended: ended.promise,
    stop: () => request.destroy(),
  };
}
