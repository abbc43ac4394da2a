import { Button, Modal } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import type { FaultError } from '#contract/faults';
import { useLocale } from '../app/locale.tsx';
import { FaultNotice } from './fault-notice.tsx';
import './dialog.css';

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Says what will happen, with numbers; never just "OK". */
  readonly action: string;
  readonly keep?: string;
  readonly destructive?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly error?: FaultError | null;
  readonly size?: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something that changes much; there while it is asked. Escape and the second button leave everything as it is. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { s } = useLocale();
  const [opener] = useState(() => document.activeElement);
  // The dialog is taken away at once when it closes, so it hands the focus back itself.
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    },
    [opener],
  );
  return (
    <Modal.Root opened returnFocus={false} onClose={props.onClose} size={props.size ?? 'md'} centered>
      <Modal.Overlay />
      <Modal.Content>
        <div className="dialog">
          <div className="dialog__head">
            <Modal.Title>{props.title}</Modal.Title>
            <Modal.CloseButton aria-label={s.shared.close} />
          </div>
          <form
            className="pm-stack"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              props.onConfirm();
            }}
          >
            {props.children}
            {props.error && <FaultNotice fault={props.error.fault} />}
            <div className="pm-row">
              <Button
                type="submit"
                loading={props.busy ?? false}
                disabled={props.disabled ?? false}
                {...(props.destructive ? { color: 'red.8' } : {})}
              >
                {props.action}
              </Button>
              <Button variant="default" onClick={props.onClose}>
                {props.keep ?? s.shared.cancel}
              </Button>
            </div>
          </form>
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}
