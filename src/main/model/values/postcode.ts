/** UK postcode, upper case with one space before the last three characters. Source: DOMAIN §1.2, tested there. */
const ukPattern =
  /^(GIR 0AA|[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRVWXY]) [0-9][ABD-HJLNP-UW-Z]{2})$/;
/** British Forces Post Office: `BFPO` and one to four digits. */
const bfpoPattern = /^BFPO [0-9]{1,4}$/;
/** Pseudo-codes of the NHS for no fixed abode, unknown and abroad, such as ZZ99 3VZ. */
const pseudoPattern = /^ZZ99 [0-9][A-Z]{2}$/;
/** US ZIP code or ZIP+4. */
const zipPattern = /^\d{5}(-\d{4})?$/;

export function isUkPostcode(text: string): boolean {
  return ukPattern.test(text);
}

/** Allowed in place of a UK postcode, and worth a look: BFPO numbers and ZZ99 pseudo-codes. */
export function isUkSpecialPostcode(text: string): boolean {
  return bfpoPattern.test(text) || pseudoPattern.test(text);
}

export function isZip(text: string): boolean {
  return zipPattern.test(text);
}

/** A UK postcode as it is written properly, or null when the text is not one. */
export function normaliseUkPostcode(text: string): string | null {
  if (isUkPostcode(text)) return text;
  const packed = text.replace(/[\s.-]+/g, '').toUpperCase();
  if (packed.length < 5 || packed.length > 8) return null;
  const spaced = packed.startsWith('BFPO')
    ? `BFPO ${packed.slice(4)}`
    : `${packed.slice(0, -3)} ${packed.slice(-3)}`;
  return isUkPostcode(spaced) || isUkSpecialPostcode(spaced) ? spaced : null;
}
