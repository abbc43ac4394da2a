/** A choice about the window (language), kept between visits where the host allows it. Never anything of a practice. */
export function readPreference(name: string): string | null {
  try {
    return window.localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function writePreference(name: string, value: string): void {
  try {
    window.localStorage.setItem(name, value);
  } catch {
    // A host without storage: the choice lasts as long as the window.
  }
}
