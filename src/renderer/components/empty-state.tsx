import { Title } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import './notices.css';

interface EmptyStateProps {
  readonly icon: Icon;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

/** A place that has nothing in it yet: what belongs here, and the one thing to do about it. */
export function EmptyState({ icon: Picture, title, text, children }: EmptyStateProps) {
  return (
    <div className="pm-card empty">
      <span className="empty__icon">
        <Picture size={28} stroke={1.6} aria-hidden />
      </span>
      <Title order={2}>{title}</Title>
      <p>{text}</p>
      {children && <div className="empty__action">{children}</div>}
    </div>
  );
}
