/** What the records of a practice are called. Any other title may be a patient's name. */
const kindOfRecords =
  /(?:^|[^\p{L}])(?:patient|client|customer|exam|visit|sight test|appointment|recall|prescription|rx|dispens|order|job|note|invoice|payment|sale|user|staff|optom|doctor|lens|frame|product|stock|practice|branch|supplier|clinic|letter|referral|section|part|page|report|list|table|sheet|data|export)/iu;
const longestName = 60;
/** As in a date, a number of a patient or of a telephone. */
const values = /\d{3}|\d[/.-]\d/;

/** Names of several tables of one text or sheet by the titles above them: each is another, since it is told by it. */
export function namesOfTables(titles: readonly string[]): string[] {
  const taken = new Set<string>();
  return titles.map((title, index) => {
    const plain = title.replaceAll(/\s+/g, ' ').trim();
    const isName = kindOfRecords.test(plain) && !values.test(plain) && plain.length <= longestName;
    const wanted = isName ? plain : `Table ${index + 1}`;
    let name = wanted;
    for (let next = 2; taken.has(name); next += 1) name = `${wanted} (${next})`;
    taken.add(name);
    return name;
  });
}
