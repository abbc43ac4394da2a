import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useLocale } from '../app/locale.tsx';
import './notices.css';

interface FaultNoticeProps {
  /** A fault as the engine says it: what happened, to what, and what to do next. */
  readonly fault: { readonly code: string; readonly message: string };
  readonly title?: string;
  readonly onRetry?: () => void;
  readonly children?: ReactNode;
}

/** An expected failure, in place, where the person was working. */
export function FaultNotice({ fault, title, onRetry, children }: FaultNoticeProps) {
  const { s } = useLocale();
  return (
    <div className="notice notice--fault" role="alert" data-testid="fault" data-fault={fault.code}>
      <IconAlertTriangle className="notice__icon" size={20} aria-hidden />
      <div className="notice__body">
        <p className="notice__title">{title ?? s.shared.faultTitle}</p>
        <p className="notice__text">{fault.message}</p>
        <p className="notice__code">{s.shared.faultCode(fault.code)}</p>
        {(onRetry || children) && (
          <div className="pm-row">
            {onRetry && (
              <Button variant="default" size="xs" onClick={onRetry}>
                {s.shared.tryAgain}
              </Button>
            )}
            {children}
          </div>
        )}
      </div>
    </div>
  );
}
