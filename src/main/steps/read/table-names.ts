/** Names of several tables of one text or sheet by the titles above them: each is another, since it is told by it. */
export function namesOfTables(titles: readonly string[]): string[] {
  const taken = new Set<string>();
  return titles.map((title, index) => {
    const wanted = title || `Table ${index + 1}`;
    let name = wanted;
    for (let next = 2; taken.has(name); next += 1) name = `${wanted} (${next})`;
    taken.add(name);
    return name;
  });
}
