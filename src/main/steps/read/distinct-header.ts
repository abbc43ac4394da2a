/**
 * Names of columns that differ in capitals only are two columns to a database, and one to everybody else: the later
 * ones get a number behind them.
 */
export function distinctHeader(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let number = 2; taken.has(keyOf(own)); number += 1) own = `${name} (${number})`;
    taken.add(keyOf(own));
    return own;
  });
}

function keyOf(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}
