/**
 * UK area codes, without the trunk zero, in which some numbers are a digit shorter than elsewhere, each with the
 * digits that these numbers begin with. Everywhere else nine digits are ten of which one was lost.
 * Source: Ofcom National Telephone Numbering Plan, blocks of the formats 4+5 and 5+4.
 */
const shortBlocks: readonly (readonly [area: string, blocks: string])[] = [
  ['1204', '61-64'],
  ['1208', '72-79'],
  ['1254', '51-57 59'],
  ['1276', '20-29 31-38 61-66'],
  ['1297', '20-24 32-35'],
  ['1298', '22-28 70-74 77-79 83-85'],
  ['1363', '82-85'],
  ['1364', '72-73'],
  ['1384', '70 74-79'],
  ['1386', '40-41 45 47-49'],
  ['1404', '41-47'],
  ['1420', '22-23 80-89'],
  ['1460', '30 52-55 57 61-68 72-78'],
  ['1461', '40'],
  ['1480', '52'],
  ['1488', '71-73'],
  ['1524', '32-37 39 60-69'],
  ['1527', '60-69'],
  ['1562', '60 66-69'],
  ['1566', '86'],
  ['1606', '40-49 74-77 79'],
  ['1629', '55-57'],
  ['1635', '30-49'],
  ['1647', '24 61'],
  ['1659', '50 58 66-67 74'],
  ['1695', '50-54'],
  ['1697', '72-73'],
  ['1726', '61 63-77'],
  ['1744', '20-29'],
  ['1750', '20-23 32 42 52 62 76 82'],
  ['1768', '882-884 886-888'],
  ['1827', '50-69'],
  ['1837', '52-55 82-83 89'],
  ['1884', '32-35 38'],
  ['1900', '61-68 85'],
  ['1905', '20-29'],
  ['1935', '83'],
  ['1946', '61-68'],
  ['1949', '20-21 81'],
  ['1963', '23 31-34'],
  ['1995', '61'],
];

const shortPrefixes = new Set(
  shortBlocks.flatMap(([area, blocks]) => blocks.split(' ').flatMap((block) => prefixesOf(area, block))),
);

function prefixesOf(area: string, block: string): string[] {
  const [first = '', last = first] = block.split('-');
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, step) => `${area}${Number(first) + step}`);
}

/** Whether nine digits are a whole UK national number: in one of the short blocks, or an old 0800 number. */
export function isShortBritish(national: string): boolean {
  if (!/^\d{9}$/.test(national)) return false;
  return (
    national.startsWith('800') ||
    shortPrefixes.has(national.slice(0, 6)) ||
    shortPrefixes.has(national.slice(0, 7))
  );
}
