/** A name or coded value as it is compared: without case, spaces, punctuation or marks, so `Date_Of Birth` = `dateofbirth`. */
export function looseKey(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
