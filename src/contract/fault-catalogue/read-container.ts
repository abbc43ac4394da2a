import { entry, numberText, sizeText } from './entry.ts';

/** What can be wrong with a folder, an archive or an entry of one, and what files are that hold no table. */
export const readContainerFaults = {
  'read.archive_damaged': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `The archive “${p.file}” is damaged or was cut off, so what it holds is not certain. Nothing of it was read. Copy or download it again, or have it packed again.`,
  ),
  'read.archive_empty': entry<{ file: string }>(
    'input',
    422,
    (p) => `The archive “${p.file}” holds no files. Have it packed again, with the export in it.`,
  ),
  'read.archive_encrypted': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is protected by a password. Unpack the archive with that password and choose the unpacked files.`,
  ),
  'read.archive_split': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is one piece of an archive that was split over several files. Put all pieces into one folder, unpack them there, and choose the unpacked files.`,
  ),
  'read.archive_method': entry<{ file: string; method: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is packed in a way that is not read here (${p.method}). Unpack the archive with the program that made it and choose the unpacked files.`,
  ),
  'read.archive_overlapping': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `Files in the archive “${p.file}” overlap, as in an archive that was made to do harm. Nothing of it was read. Ask whoever made it for the files themselves.`,
  ),
  'read.archive_too_large': entry<{ file: string; limitBytes: number }>(
    'input',
    413,
    (p) =>
      `“${p.file}” was not read, because the archive unpacks to more than the limit of ${sizeText(p.limitBytes)}. Unpack it and choose the files, or raise the limit (--limit maxInflatedBytes).`,
  ),
  'read.archive_ratio': entry<{ file: string; limit: number }>(
    'input',
    413,
    (p) =>
      `“${p.file}” unpacks to more than ${p.limit} times its packed size, as files do that were made to do harm. It was not read. If you trust it, unpack the archive and choose the file, or raise the limit (--limit maxInflationRatio).`,
  ),
  'read.archive_too_many': entry<{ file: string; limit: number }>(
    'input',
    413,
    (p) =>
      `The archive “${p.file}” holds more than ${numberText(p.limit)} files. Unpack it and choose the files that are wanted, or raise the limit (--limit maxArchiveEntries).`,
  ),
  'read.archive_too_deep': entry<{ file: string; limit: number }>(
    'input',
    413,
    (p) =>
      `“${p.file}” is an archive that lies too deep inside other archives (${p.limit} of them are opened, one in the other). Unpack the outermost and choose what was in it, or raise the limit (--limit maxArchiveDepth).`,
  ),
  'read.archive_unpack_first': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is too large to be read where it lies inside an archive. Unpack the archive and choose the unpacked file.`,
  ),
  'read.archive_chosen': entry<{ file: string; files: number }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is an archive of ${p.files} ${p.files === 1 ? 'entry' : 'entries'}. Choose one of the files that are listed for it (on the command line: --part).`,
  ),
  'read.entry_damaged': entry<{ file: string }>(
    'input',
    422,
    (p) =>
      `“${p.file}” is damaged inside its archive: its content is not what the archive says (size or checksum). Nothing of it was kept. Copy or download the archive again.`,
  ),
  'read.other_archive': entry<{ file: string; kind: string }>(
    'input',
    422,
    (p) => `“${p.file}” is ${p.kind}, which is not opened here. Unpack it and choose the unpacked files.`,
  ),
  'read.other_database': entry<{ file: string; kind: string; remedy: string }>(
    'input',
    422,
    (p) => `“${p.file}” is ${p.kind}, which is not read here. ${p.remedy}`,
  ),
  'read.folder_too_many': entry<{ folder: string; limit: number }>(
    'input',
    413,
    (p) =>
      `The folder “${p.folder}” holds more than ${numberText(p.limit)} files and folders. Choose the folder of the export itself, or raise the limit (--limit maxFolderFiles).`,
  ),
  'read.folder_empty': entry<{ folder: string }>(
    'input',
    422,
    (p) => `The folder “${p.folder}” holds no files. Choose the folder that the export was written to.`,
  ),
  'read.folder_unreadable': entry<{ folder: string }>(
    'input',
    403,
    (p) =>
      `The folder “${p.folder}” cannot be listed by this user account, or changed meanwhile. Nothing in it was read. Copy it to your own documents and choose the copy.`,
  ),
};
