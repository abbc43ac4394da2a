import { Title } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { useLocale } from '../app/locale.tsx';
import './page.css';

interface PageHeaderProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** The screen's one primary action. */
  readonly action?: ReactNode;
}

/** Head of a screen. Takes the focus when the screen is entered, so that readers and keyboards start there. */
export function PageHeader({ title, lead, action }: PageHeaderProps) {
  const { s } = useLocale();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${s.shared.appName}`;
    heading.current?.focus({ preventScroll: true });
  }, [title, s.shared.appName]);
  return (
    <header className="page-header">
      <div className="page-header__words">
        <Title order={1} ref={heading} tabIndex={-1}>
          {title}
        </Title>
        {lead && <p>{lead}</p>}
      </div>
      {action && <div className="page-header__action">{action}</div>}
    </header>
  );
}
