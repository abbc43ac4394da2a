/** What a file is that holds no table, or none that is read here. */
export interface KnownKind {
  /** `picture`, `document` …: what happens to it follows from this. */
  readonly kind: OtherKind;
  /** Noun phrase, such as “a JPEG picture”. */
  readonly noun: string;
  /** What to do about this one in particular. */
  readonly remedy?: string;
}

export type OtherKind =
  | 'picture'
  | 'scan'
  | 'document'
  | 'sound'
  | 'video'
  | 'font'
  | 'certificate'
  | 'program'
  | 'mail'
  | 'archive'
  | 'database';

export interface Signature extends KnownKind {
  readonly at: number;
  readonly bytes: Buffer;
  /** A text could begin so too: only what also has NUL bytes at its beginning is meant. */
  readonly isWeak: boolean;
}

type Begin = string | readonly number[];

const signature = (kind: OtherKind, noun: string, begin: Begin, at = 0, remedy?: string): Signature => ({
  kind,
  noun,
  at,
  bytes: typeof begin === 'string' ? Buffer.from(begin, 'latin1') : Buffer.from(begin),
  isWeak: false,
  ...(remedy === undefined ? {} : { remedy }),
});
const weak = (kind: OtherKind, noun: string, begin: Begin, at = 0, remedy?: string): Signature => ({
  ...signature(kind, noun, begin, at, remedy),
  isWeak: true,
});

const exportTables = 'Open it in the program that it belongs to and export each table as CSV.';
const accessRemedy =
  'Open it in Microsoft Access and export each table as a text file (CSV) with its field names in the first row.';
export const spreadsheetRemedy =
  'Open it in Excel or LibreOffice, save it as an Excel workbook (.xlsx), and choose that.';
const sqlServerRemedy =
  'It has to be restored to a Microsoft SQL Server first. Ask whoever looks after the old system to do that and to export each table as CSV.';
export const messageRemedy = 'Ask the vendor of the old system for an export of the records as CSV.';
export const calendarRemedy = 'Export the appointments as CSV from the program that they were made in.';
export const contactsRemedy = 'Export the contacts as CSV from the program that they were made in.';
const sqliteRemedy =
  'Ask the vendor of the old system for an export as CSV, or have each table exported with a database browser.';

/** By the first bytes, or those at a fixed place. Longer ones stand before shorter ones that they begin with. */
export const signatures: readonly Signature[] = [
  signature('picture', 'a JPEG picture', [0xff, 0xd8, 0xff]),
  signature('picture', 'a PNG picture', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  signature('picture', 'a GIF picture', 'GIF87a'),
  signature('picture', 'a GIF picture', 'GIF89a'),
  signature('picture', 'a TIFF picture', 'II*\0'),
  signature('picture', 'a TIFF picture', 'MM\0*'),
  signature('picture', 'a TIFF picture', 'II+\0'),
  weak('picture', 'a WebP picture', 'WEBP', 8),
  signature('picture', 'a HEIC picture', 'ftypheic', 4),
  signature('picture', 'a HEIC picture', 'ftypheix', 4),
  signature('picture', 'a HEIC picture', 'ftypmif1', 4),
  signature('picture', 'an AVIF picture', 'ftypavif', 4),
  signature('picture', 'a JPEG 2000 picture', '\0\0\0\x0cjP  '),
  weak('picture', 'a Photoshop picture', '8BPS'),
  weak('scan', 'a DICOM picture of an instrument', 'DICM', 128),
  signature('document', 'a PDF document', '%PDF-'),
  signature('document', 'a PostScript document', '%!PS-Adobe'),
  signature('document', 'a rich text document', '{\\rtf'),
  weak('sound', 'a sound recording', 'ID3'),
  weak('sound', 'a sound recording', 'OggS'),
  weak('sound', 'a sound recording', 'fLaC'),
  weak('sound', 'a sound recording', 'WAVE', 8),
  signature('sound', 'a sound recording', 'ftypM4A ', 4),
  weak('video', 'a video', 'AVI ', 8),
  weak('video', 'a video', 'ftyp', 4),
  signature('video', 'a video', [0x1a, 0x45, 0xdf, 0xa3]),
  signature('video', 'a video', [0, 0, 1, 0xba]),
  signature('video', 'a video', [0, 0, 1, 0xb3]),
  signature('video', 'a video', [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11]),
  weak('font', 'a font', 'OTTO'),
  weak('font', 'a font', 'wOFF'),
  weak('font', 'a font', 'wOF2'),
  weak('font', 'a font', 'ttcf'),
  signature('certificate', 'a certificate or a key', '-----BEGIN '),
  weak('program', 'a program', 'MZ'),
  signature('program', 'a program', '\x7fELF'),
  signature('program', 'a program', [0xcf, 0xfa, 0xed, 0xfe]),
  signature('program', 'a program', [0xca, 0xfe, 0xba, 0xbe]),
  weak('mail', 'an Outlook mailbox', '!BDN'),
  signature('archive', 'a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
  signature('archive', 'a RAR archive', 'Rar!\x1a\x07'),
  signature('archive', 'a gzip archive', [0x1f, 0x8b, 0x08]),
  signature('archive', 'an XZ archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
  signature('archive', 'a Zstandard archive', [0x28, 0xb5, 0x2f, 0xfd]),
  signature('archive', 'a bzip2 archive', [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], 4),
  signature('archive', 'an LZ4 archive', [0x04, 0x22, 0x4d, 0x18]),
  signature('archive', 'an archive of Unix compress', [0x1f, 0x9d]),
  weak('archive', 'a Lzip archive', 'LZIP'),
  weak('archive', 'an LHA archive', '-lh', 2),
  signature('archive', 'a Windows cabinet', 'MSCF\0\0\0\0'),
  weak('archive', 'a TAR archive', 'ustar', 257),
  weak('archive', 'a disk image', 'CD001', 32769),
  weak('archive', 'a disk image', 'vhdxfile'),
  weak('archive', 'a disk image', 'conectix'),
  signature('database', 'a Microsoft Access database', '\0Standard Jet DB', 3, accessRemedy),
  signature('database', 'a Microsoft Access database', '\0Standard ACE DB', 3, accessRemedy),
  signature('database', 'an SQLite database', 'SQLite format 3\0', 0, sqliteRemedy),
  weak('database', 'a backup of a Microsoft SQL Server database', 'TAPE', 0, sqlServerRemedy),
  weak('database', 'a FileMaker database', 'HBAM7', 14, exportTables),
  weak('database', 'an export of an Oracle database', 'EXPORT:V', 3, exportTables),
  weak('database', 'a Parquet file', 'PAR1', 0, exportTables),
];

/** By the end of the name, for what has no certain beginning. Only asked about content that is no text. */
export const extensions: ReadonlyMap<string, KnownKind> = new Map(
  (
    [
      [
        'picture',
        'a picture',
        'jpg jpeg png gif bmp dib tif tiff webp heic heif avif ico psd jp2 j2k raw cr2 nef',
      ],
      ['scan', 'a DICOM picture of an instrument', 'dcm dicom fda e2e oct'],
      [
        'document',
        'a document',
        'pdf doc docx dot odt rtf ppt pptx pps odp pub vsd one pages key xps oxps wpd',
      ],
      ['sound', 'a sound recording', 'mp3 wav wma m4a aac ogg oga opus flac amr dss'],
      ['video', 'a video', 'mp4 m4v mov avi mkv webm wmv mpg mpeg flv 3gp'],
      ['font', 'a font', 'ttf otf ttc woff woff2 eot fon'],
      ['certificate', 'a certificate or a key', 'cer crt der p12 pfx p7b p7c jks key'],
      ['program', 'a program or a part of one', 'exe dll sys msi com scr ocx jar class so dylib bin'],
      ['mail', 'mail', 'pst ost msg dbx'],
      [
        'archive',
        'an archive',
        '7z rar gz tgz bz2 xz zst tar cab lzh arj ace iso dmg vhd vhdx wim z01 z02 z03 001 002',
      ],
      ['database', 'a Firebird or InterBase database', 'fdb gdb ib fbk gbk'],
      [
        'database',
        'a workbook of Lotus 1-2-3, Quattro Pro or Works',
        'wks wk1 wk3 wk4 123 wq1 wb1 wb2 wb3 qpw',
      ],
      ['database', 'a dBase or FoxPro table', 'dbf'],
      ['database', 'a part of a dBase or FoxPro table', 'fpt dbt cdx ndx mdx idx'],
      ['database', 'a Microsoft Access database', 'mdb accdb accde mde ldb laccdb'],
      ['database', 'a Microsoft SQL Server database', 'mdf ldf ndf bak trn'],
      ['database', 'a table of a MySQL database', 'ibd frm myd myi'],
      ['database', 'an SQLite database', 'sqlite sqlite3 db3'],
      ['database', 'a FileMaker database', 'fmp12 fp7 fp5'],
      ['database', 'a database', 'db px adt adi dta dmp nsf'],
    ] as const
  ).flatMap(([kind, noun, names]) => names.split(' ').map((name) => [name, describe(kind, noun)] as const)),
);

function describe(kind: OtherKind, noun: string): KnownKind {
  if (kind !== 'database') return { kind, noun };
  if (noun.includes('Access')) return { kind, noun, remedy: accessRemedy };
  if (noun.includes('workbook')) return { kind, noun, remedy: spreadsheetRemedy };
  if (noun.includes('SQL Server')) return { kind, noun, remedy: sqlServerRemedy };
  return { kind, noun, remedy: noun.includes('SQLite') ? sqliteRemedy : exportTables };
}
