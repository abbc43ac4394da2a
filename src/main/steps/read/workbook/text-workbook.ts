// the start of a text file → whether it is a workbook all the same

export type TextWorkbook = 'excel-2003-xml' | 'flat-ods' | 'web-page';

const pageName = /\.(?:xls|xlsx|xlsm|xlt|html?)$/i;
const declaration = /<\?xml[^>]+encoding\s*=\s*["']([\w.:-]+)|<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)/i;
const lookedAtBytes = 4 * 1024;

/**
 * Many systems "export to Excel" as a web page, and where one has to sign in first, the page for that is saved under
 * the name of the export. A part of a page counts only under the name of a workbook or a page. Text with delimiters
 * under such a name is left to the reader of delimited text.
 */
export function kindOfTextWorkbook(start: Buffer, fileName: string): TextWorkbook | null {
  const text = textOf(start.subarray(0, lookedAtBytes));
  if (/urn:schemas-microsoft-com:office:spreadsheet/.test(text) && /<\?xml|<\w*:?Workbook/.test(text)) {
    return 'excel-2003-xml';
  }
  if (/opendocument\.spreadsheet/.test(text) && /<office:document[\s>]/.test(text)) return 'flat-ods';
  const isPage =
    /^\s*(?:<!--|<\?xml[^>]*>\s*)?\s*<(?:!doctype html|html|head|meta|body|table|div|style)\b/i.test(text);
  const isWhole = /^\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b/i.test(text);
  return isWhole || (isPage && pageName.test(fileName)) ? 'web-page' : null;
}

/**
 * By the mark at its beginning or the encoding that it declares; Windows-1252 where UTF-8 does not hold. The library
 * takes every text for UTF-8.
 */
export function decodeTextWorkbook(content: Buffer): string {
  if (content[0] === 0xff && content[1] === 0xfe) return content.toString('utf16le', 2);
  if (content[0] === 0xfe && content[1] === 0xff) return new TextDecoder('utf-16be').decode(content);
  const [, ofXml, ofPage] = declaration.exec(content.toString('latin1', 0, lookedAtBytes)) ?? [];
  const declared = ofXml ?? ofPage;
  try {
    // Some programs say UTF-16 of what is not.
    if (declared !== undefined && !/^utf-?16/i.test(declared)) {
      return new TextDecoder(declared, { fatal: true }).decode(content);
    }
  } catch {
    // What it declares is not known, or not true.
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return new TextDecoder('windows-1252').decode(content);
  }
}

/** A table of a page is never closed. */
export function endsInTable(text: string): boolean {
  const count = (tag: RegExp): number => text.match(tag)?.length ?? 0;
  return count(/<table\b/gi) > count(/<\/table\b/gi);
}

const data = /(<(?:[\w-]+:)?Data\b(?:[^<>]*[^<>/])?>)([\s\S]*?)(<\/(?:[\w-]+:)?Data>)/g;
const cells = /<\/?(?:[\w-]+:)?(?:Cell|Row)\b/;
const section = /<!\[CDATA\[([\s\S]*?)\]\]>/g;

/**
 * Texts of Excel 2003's XML with parts in bold, in colour or in another size, as plain texts. The library keeps only
 * what follows the last such part.
 */
export function withPlainTexts(text: string): string {
  return text.replaceAll(data, (whole, open: string, inner: string, close: string) => {
    if (!inner.includes('<') || cells.test(inner)) return whole;
    const escaped = inner.replaceAll(section, (_all, raw: string) =>
      raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    );
    return open + escaped.replaceAll(/<[^<>]*>/g, '') + close;
  });
}

/** The library takes XML without its declaration for a web page. */
export function asXml(text: string): string {
  return `<?xml version="1.0"?>${text.replace(/^\s*<\?xml[^>]*>/, '')}`;
}

function textOf(start: Buffer): string {
  if (start[0] === 0xff && start[1] === 0xfe) return start.toString('utf16le', 2);
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be').decode(start);
  return start.toString('latin1').replace(/^\xef\xbb\xbf/, '');
}
