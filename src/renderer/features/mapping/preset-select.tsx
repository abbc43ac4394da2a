import { Select } from '@mantine/core';
import { useLocale } from '../../app/locale.tsx';
import { useOperation } from '../../app/operations.ts';

interface PresetSelectProps {
  readonly label: string;
  /** Null: the program recognises it. */
  readonly presetId: string | null;
  readonly onChoose: (presetId: string | null) => void;
}

/** Which system's export it is. */
export function PresetSelect({ label, presetId, onChoose }: PresetSelectProps) {
  const { s } = useLocale();
  const { data: presets = [] } = useOperation('preset.list', {});
  return (
    <Select
      label={label}
      data={[
        { value: '', label: s.mapping.recogniseSelf },
        ...presets.map((one) => ({ value: one.presetId, label: one.title })),
      ]}
      value={presetId ?? ''}
      allowDeselect={false}
      onChange={(chosen) => onChoose(chosen || null)}
      w={300}
      maw="100%"
    />
  );
}
