import { ActionIcon, Input, Popover, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { locales, type Locale } from '../format.ts';
import { useLocale } from '../locale.tsx';

const schemes = ['auto', 'light', 'dark'] as const;

/** Light or dark, and which English. */
export function Appearance() {
  const { s, f, setLocale } = useLocale();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Popover position="bottom-end" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <ActionIcon variant="default" size={32} aria-label={s.frame.settings}>
          <IconAdjustmentsHorizontal size={18} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={s.frame.settings} className="pm-stack">
        <Input.Wrapper label={s.frame.theme} labelElement="div">
          <SegmentedControl
            fullWidth
            aria-label={s.frame.theme}
            data={schemes.map((scheme) => ({ value: scheme, label: s.frame.themeChoice[scheme] }))}
            value={colorScheme}
            onChange={(scheme) => setColorScheme(scheme)}
          />
        </Input.Wrapper>
        <Input.Wrapper label={s.frame.language} labelElement="div">
          <SegmentedControl<Locale>
            fullWidth
            aria-label={s.frame.language}
            data={locales.map((locale) => ({ value: locale, label: s.frame.languageName[locale] }))}
            value={f.locale}
            onChange={setLocale}
          />
        </Input.Wrapper>
      </Popover.Dropdown>
    </Popover>
  );
}
