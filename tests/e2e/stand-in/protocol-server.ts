import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type SchemeHandler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, SchemeHandler>();
let port = 0;

/** Electron's `protocol`: Chromium knows no schemes of ours, so each one becomes hosts of a loopback server. */
export const protocol = {
  registerSchemesAsPrivileged(): void {},
  handle(scheme: string, handler: SchemeHandler): void {
    handlers.set(scheme, handler);
  },
};

/** app://name/path → http://name.app.localhost:port/path; anything else stays as it is. */
export function toLoopback(address: string): string {
  const url = new URL(address);
  const scheme = url.protocol.slice(0, -1);
  return handlers.has(scheme)
    ? `http://${url.host}.${scheme}.localhost:${port}${url.pathname}${url.search}`
    : address;
}

/** The way back, for what the main process is told. */
export function fromLoopback(address: string): string {
  return address.replace(
    /^http:\/\/([\w.-]+)\.(\w+)\.localhost:(\d+)/,
    (whole, host: string, scheme: string, foundPort: string) =>
      Number(foundPort) === port ? `${scheme}://${host}` : whole,
  );
}

export async function startProtocolServer(): Promise<void> {
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const address = fromLoopback(`http://${request.headers.host}${request.url}`);
  const handler = handlers.get(address.split(':')[0] ?? '');
  if (!handler) {
    response.writeHead(404).end();
    return;
  }
  const answer = await handler(new Request(address, { method: request.method ?? 'GET' }));
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}
