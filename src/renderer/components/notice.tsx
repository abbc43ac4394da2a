import { CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLocale } from '../app/locale.tsx';
import { Status } from './status.tsx';
import './notices.css';

const icons = { good: IconCircleCheck, info: IconInfoCircle, attention: IconAlertTriangle };

interface NoticeProps {
  readonly tone: keyof typeof icons;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly onDismiss?: () => void;
}

/** A short message about the state of things; read out politely when it appears. */
export function Notice({ tone, children, action, onDismiss }: NoticeProps) {
  const { s } = useLocale();
  const Icon = icons[tone];
  return (
    <Status className={`notice notice--${tone}`}>
      <Icon className="notice__icon" size={20} aria-hidden />
      <div className="notice__body notice__body--line">
        <div className="notice__text">{children}</div>
        {action}
      </div>
      {onDismiss && <CloseButton aria-label={s.shared.dismiss} onClick={onDismiss} />}
    </Status>
  );
}
