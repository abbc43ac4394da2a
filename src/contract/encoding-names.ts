import type { TextEncoding } from './layout.ts';

const names: Readonly<Record<TextEncoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-8+windows-1252': 'UTF-8 with lines in Windows-1252 (Western European)',
  'utf-8+windows-1250': 'UTF-8 with lines in Windows-1250 (Central European)',
  'utf-8+macintosh': 'UTF-8 with lines in Mac Roman (old Macintosh)',
  'utf-8+cp850': 'UTF-8 with lines in code page 850 (DOS, Western European)',
  'utf-16le': 'UTF-16 (Windows “Unicode”)',
  'utf-16be': 'UTF-16, big-endian',
  'utf-32le': 'UTF-32',
  'utf-32be': 'UTF-32, big-endian',
  'windows-1252': 'Windows-1252 (Western European)',
  'windows-1250': 'Windows-1250 (Central European)',
  'windows-1251': 'Windows-1251 (Cyrillic)',
  'windows-1253': 'Windows-1253 (Greek)',
  'windows-1254': 'Windows-1254 (Turkish)',
  'windows-1255': 'Windows-1255 (Hebrew)',
  'windows-1256': 'Windows-1256 (Arabic)',
  'windows-1257': 'Windows-1257 (Baltic)',
  'iso-8859-1': 'ISO 8859-1 (Western European)',
  'iso-8859-2': 'ISO 8859-2 (Central European)',
  'iso-8859-3': 'ISO 8859-3 (Maltese and Esperanto)',
  'iso-8859-4': 'ISO 8859-4 (Northern European)',
  'iso-8859-5': 'ISO 8859-5 (Cyrillic)',
  'iso-8859-6': 'ISO 8859-6 (Arabic)',
  'iso-8859-7': 'ISO 8859-7 (Greek)',
  'iso-8859-9': 'ISO 8859-9 (Turkish)',
  'iso-8859-10': 'ISO 8859-10 (Nordic)',
  'iso-8859-13': 'ISO 8859-13 (Baltic)',
  'iso-8859-14': 'ISO 8859-14 (Celtic, with Welsh letters)',
  'iso-8859-15': 'ISO 8859-15 (Western European with the euro sign)',
  'iso-8859-16': 'ISO 8859-16 (South-Eastern European)',
  macintosh: 'Mac Roman (old Macintosh)',
  cp850: 'Code page 850 (DOS, Western European)',
  cp437: 'Code page 437 (DOS, United States)',
  cp852: 'Code page 852 (DOS, Central European)',
  cp866: 'Code page 866 (DOS, Cyrillic)',
  'koi8-r': 'KOI8-R (Cyrillic)',
  maccyrillic: 'Mac Cyrillic (old Macintosh)',
};

/** What people call an encoding: "Windows-1252 (Western European)". */
export function encodingName(encoding: TextEncoding): string {
  return names[encoding];
}
