import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import {
  commonSecurityHeaders,
  contentSecurityPolicy,
  newStyleNonce,
  styleNoncePlaceholder,
  type ConnectSource,
} from './security-headers.ts';

export interface RendererFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What the built renderer consists of; a file of any other kind is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/**
 * Reads one file of the built renderer for a URL path such as `/assets/index-1a2b.js`; `/` is index.html.
 * Answers null for anything that is not a plain file of a known kind inside the folder: a path that climbs out
 * (also percent-encoded, or through a link on the disk), a folder, a source map.
 */
export async function readRendererFile(
  rendererFolder: string,
  urlPath: string,
  connectSource: ConnectSource,
): Promise<RendererFile | null> {
  const file = await locate(rendererFolder, urlPath === '/' ? '/index.html' : urlPath);
  const contentType = file && contentTypes[extname(file)];
  if (!file || !contentType) return null;
  const body = await readFile(file);
  const headers = { ...commonSecurityHeaders, 'content-type': contentType };
  if (extname(file) !== '.html') {
    // The build puts a hash of the content into the names under assets/.
    const cacheControl = urlPath.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';
    return { headers: { ...headers, 'cache-control': cacheControl }, body };
  }
  const styleNonce = newStyleNonce();
  return {
    headers: {
      ...headers,
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy(connectSource, styleNonce),
    },
    body: Buffer.from(body.toString('utf8').replaceAll(styleNoncePlaceholder, styleNonce)),
  };
}

async function locate(rendererFolder: string, urlPath: string): Promise<string | null> {
  const path = decodedPath(urlPath);
  if (path === null || /[\0\\:]/.test(path)) return null;
  try {
    const folder = await realpath(rendererFolder);
    const file = await realpath(join(folder, path));
    return file.startsWith(folder + sep) ? file : null;
  } catch (error) {
    if (isNotThere(error)) return null;
    throw error;
  }
}

function decodedPath(urlPath: string): string | null {
  try {
    return decodeURIComponent(urlPath);
  } catch {
    return null;
  }
}

function isNotThere(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG';
}
