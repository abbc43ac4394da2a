import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { createFormat, locales, type Format, type Locale } from './format.ts';
import { readPreference, writePreference } from './preferences.ts';
import type { Strings } from './strings/en-GB.ts';
import { stringsFor } from './strings/strings.ts';

interface Localised {
  readonly s: Strings;
  readonly f: Format;
  readonly setLocale: (locale: Locale) => void;
}

const LocaleContext = createContext<Localised | null>(null);
const preference = 'practice-migrator.language';

function initialLocale(): Locale {
  const chosen = readPreference(preference);
  const american = navigator.language.toLowerCase() === 'en-us';
  return locales.find((locale) => locale === chosen) ?? (american ? 'en-US' : 'en-GB');
}

/** Words and formats of the chosen language; the browser's until somebody chooses. */
export function LocaleProvider({ children }: { children: ReactNode }) {
  const [locale, setLocale] = useState(initialLocale);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const value = useMemo<Localised>(() => {
    const f = createFormat(locale);
    const choose = (next: Locale) => {
      writePreference(preference, next);
      setLocale(next);
    };
    return { f, s: stringsFor(f), setLocale: choose };
  }, [locale]);
  return <LocaleContext value={value}>{children}</LocaleContext>;
}

export function useLocale(): Localised {
  const value = useContext(LocaleContext);
  if (!value) throw new Error('useLocale is used outside LocaleProvider');
  return value;
}

/** A field's label: the program's own, unless this language has another word for the field. */
export function useFieldLabel(): (field: string | null, label: string | null) => string {
  const { s } = useLocale();
  return (field, label) => (field ? (s.fields[field] ?? label ?? field) : (label ?? ''));
}
