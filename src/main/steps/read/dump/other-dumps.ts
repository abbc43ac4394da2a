import { type Fault, fault } from '#contract/faults';
import { createGunzip } from 'node:zlib';
import type { FileSamples } from '../file-samples.ts';
import { latin1 } from './dump-text.ts';

const inflatedBytes = 64 * 1024;

/** What is a dump, and one that this reader cannot take: the fault says how to make another one. Null otherwise. */
export async function faultOfOtherDump(file: string, samples: FileSamples): Promise<Fault | null> {
  const start = samples.start.bytes;
  if (isPgArchive(start)) return fault('read.dump_custom', { file });
  if (isDataOfDirectory(file, samples)) return fault('read.dump_custom', { file });
  if (start.subarray(0, 3).equals(Buffer.from('1f8b08', 'hex'))) {
    const inside = await beginningInside(start);
    if (isPgArchive(inside)) return fault('read.dump_custom', { file });
    return looksLikeSql(latin1(inside)) ? fault('read.dump_packed', { file }) : null;
  }
  return null;
}

/** Custom format, table of contents of the directory format, or tar format with its table of contents first. */
function isPgArchive(start: Buffer): boolean {
  return (
    start.toString('latin1', 0, 5) === 'PGDMP' ||
    (start.toString('latin1', 0, 8) === 'toc.dat\0' && start.includes('ustar'))
  );
}

/** Rows of one table in the directory format: no header, and the end mark of COPY with two empty lines. */
function isDataOfDirectory(file: string, { start, end, whole }: FileSamples): boolean {
  return /^\d+\.dat$/.test(file) && (whole ? start : end).bytes.toString('latin1').endsWith('\\.\n\n\n');
}

function beginningInside(packed: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const gunzip = createGunzip();
    const pieces: Buffer[] = [];
    let length = 0;
    const settle = () => resolve(Buffer.concat(pieces).subarray(0, inflatedBytes));
    gunzip.on('data', (piece: Buffer) => {
      pieces.push(piece);
      length += piece.length;
      if (length < inflatedBytes) return;
      gunzip.destroy();
      settle();
    });
    gunzip.once('error', settle);
    gunzip.once('end', settle);
    gunzip.end(packed);
  });
}

const postgresHeader = /^-- PostgreSQL database (?:cluster )?dump/m;
const blanksAndComments = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/;?)*/;
const firstStatement =
  /^(?:\\(?:connect|c|restrict|set|encoding)\s|SET\s+(?:SESSION\s+|LOCAL\s+)?\w+|SELECT\s+(?:pg_catalog\.|setval|set_config)|(?:CREATE|ALTER|DROP|LOCK)\s+(?:OR\s+REPLACE\s+)?(?:GLOBAL\s+|TEMP\s+|TEMPORARY\s+|UNLOGGED\s+|UNIQUE\s+)*(?:TABLES?|SCHEMA|SEQUENCE|TYPE|DOMAIN|FUNCTION|EXTENSION|DATABASE|ROLE|USER|INDEX|VIEW)\s|(?:BEGIN(?:\s+(?:TRANSACTION|WORK|DEFERRED|IMMEDIATE|EXCLUSIVE))?|START\s+TRANSACTION)\s*;[ \t]*(?:[\r\n]|$)|PRAGMA\s+\w+|USE\s+[[`"]?\w+|COPY\s+[^;\n]*\sFROM\s|INSERT\s+(?:INTO\s+)?[["`\w.]+[^\n]*\s*(?:VALUES|SELECT)|(?:TRUNCATE|DELETE\s+FROM)\s)/i;

/** Whether a text begins like a dump: nothing but comments before its first statement. */
export function looksLikeSql(text: string): boolean {
  if (postgresHeader.test(text)) return true;
  const start = text.replace(/^ï»¿/, '');
  return firstStatement.test(
    start.slice(blanksAndComments.exec(start)![0].length, 10_000_000).slice(0, 4_000),
  );
}

const statement =
  /^\s*(?:SELECT|INSERT|CREATE|ALTER|DROP|GRANT|COPY|WITH|UPDATE|DELETE|SET|BEGIN|EXEC|DECLARE|IF|USE|\\\w+)\b[^,\t;]/im;

/** Whether a file is SQL by its name, and there is a statement somewhere in it: its beginning may be lost, or be prose. */
export function isScript(file: string, text: string): boolean {
  return /\.sql$/i.test(file) && statement.test(text);
}

const otherWriters: readonly (readonly [RegExp, string])[] = [
  [
    /^-- (?:MySQL dump|MariaDB dump|phpMyAdmin SQL Dump)|^\/\*!\d{5}|\bENGINE\s*=\s*(?:InnoDB|MyISAM)|^INSERT INTO `/m,
    'MySQL or MariaDB',
  ],
  [/^\s*GO\s*$|^SET IDENTITY_INSERT |^INSERT (?:INTO )?\[|^USE \[/m, 'Microsoft SQL Server'],
  [/^REM INSERTING |^SET DEFINE OFF|^Insert into [\w."]+ \([^\n]*\bto_date\(/m, 'Oracle'],
];

/** Name of another database whose SQL this is, as far as it is not read like that of Postgres. */
export function otherWriter(text: string): string | null {
  if (postgresHeader.test(text)) return null;
  return otherWriters.find(([sign]) => sign.test(text))?.[1] ?? null;
}
