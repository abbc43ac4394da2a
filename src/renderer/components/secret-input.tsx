import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useLocale } from '../app/locale.tsx';

/** A field for a passphrase. The library marks its frame as wrong but not the field itself, which is what is read out. */
export function SecretInput(props: PasswordInputProps) {
  const { s } = useLocale();
  return (
    <PasswordInput
      aria-invalid={props.error ? true : undefined}
      visibilityToggleButtonProps={{ 'aria-label': s.shared.showTyped }}
      {...props}
    />
  );
}
