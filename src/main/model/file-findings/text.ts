import type { FileFindingKind } from '../file-finding.ts';
import { counted, firstOnLine, linesNamed } from './wording.ts';

/** What can be found about the characters of a text file as a whole. */
export const textFindings: readonly FileFindingKind[] = [
  {
    code: 'text.mixed_encodings',
    severity: 'warn',
    sentence: ({ lines = 0, first = '', encoding = '' }) =>
      `${counted(lines, 'line')} of the file ${lines === 1 ? 'has' : 'have'} characters that are not written in ${encoding} like the rest${linesNamed(lines, first)}. They are shown as Windows-1252, the usual other one.`,
    remedy:
      'Their rows are held. If the names on these lines are right, choose “UTF-8 with lines in Windows-1252” and read the file again. If most of the file looks wrong, choose another encoding.',
  },
  {
    code: 'text.lines_in_other_encoding',
    severity: 'warn',
    sentence: ({ lines = 0, first = '', encoding = '' }) =>
      `${counted(lines, 'line')} of the file ${lines === 1 ? 'is' : 'are'} not UTF-8 and ${lines === 1 ? 'was' : 'were'} read as ${encoding}${linesNamed(lines, first)}.`,
    remedy:
      'Compare a few names on these lines with the old system. If they are wrong, choose another encoding and read the file again.',
  },
  {
    code: 'text.mixed_lines',
    severity: 'warn',
    sentence: ({ lines = 0, first = '', encoding = '' }) =>
      `${counted(lines, 'line')} of the file ${lines === 1 ? 'has' : 'have'} characters in UTF-8 beside others in ${encoding}, or such as are complete in neither${linesNamed(lines, first)}. A part of ${lines === 1 ? 'it' : 'them'} may be wrong.`,
    remedy:
      'Compare these lines with the old system; their rows are held. Correct the records there and export them again as UTF-8.',
  },
  {
    code: 'text.undefined_bytes',
    severity: 'warn',
    sentence: ({ lines = 0, first = '', encoding = '' }) =>
      `${counted(lines, 'line')} of the file ${lines === 1 ? 'has' : 'have'} characters that do not exist in ${encoding}${linesNamed(lines, first)}. The file may be in another encoding, or damaged there.`,
    remedy:
      'Look at these lines; their rows are held. Choose another encoding and read the file again, or export it again as UTF-8.',
  },
  {
    code: 'text.double_encoded',
    severity: 'warn',
    sentence: ({ cells = 0, line = 0, encoding = '', option = '' }) =>
      `${counted(cells, 'cell')} ${cells === 1 ? 'has' : 'have'} characters that were converted once too often, so that “é” has become “Ã©” or the like${firstOnLine(line)}. Nothing was changed.${option === '' ? '' : ` The encoding to undo is ${encoding} (--undo-double-encoding ${option}).`}`,
    remedy:
      'Look at that line. If the encoding of the file was chosen, make sure first that it is the right one. Then choose to undo the double encoding and read the file again: only cells that can be turned back exactly are changed, and both forms are kept.',
  },
  {
    code: 'text.unicode_misread',
    severity: 'hold',
    sentence: ({ written = '', encoding = '' }) =>
      `The file is written in ${written}, as its bytes show. In ${encoding}, which was chosen, its letters with accents become other signs.`,
    remedy: 'Leave the encoding to the program, or confirm that names with accents are right in the preview.',
  },
  {
    code: 'text.double_encoding_undone',
    severity: 'warn',
    sentence: ({ cells = 0, line = 0 }) =>
      `${counted(cells, 'cell')} that had been converted once too often ${cells === 1 ? 'was' : 'were'} turned back, as you chose${firstOnLine(line)}. The text as it was is kept beside it.`,
    remedy:
      'Look at a few of them. If they were right before, choose to leave them as they are and read the file again.',
  },
  {
    code: 'text.control_characters',
    severity: 'warn',
    sentence: ({ cells = 0, line = 0 }) =>
      `${counted(cells, 'cell')} ${cells === 1 ? 'has an invisible control character' : 'have invisible control characters'} where signs such as ’ or – should be${firstOnLine(line)}. Nothing was changed.`,
    remedy:
      'The file may be in Windows-1252: choose that encoding where another one was recognised. If the signs are lost in the old system already, correct them there or in the rows.',
  },
];
