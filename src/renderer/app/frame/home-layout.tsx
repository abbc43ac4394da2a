import type { ReactNode } from 'react';
import { useLocale } from '../locale.tsx';
import { Appearance } from './appearance.tsx';
import { Mark } from './mark.tsx';
import './frame.css';

/** What surrounds the screens that come before a workspace is open. */
export function HomeLayout({ children }: { children: ReactNode }) {
  const { s } = useLocale();
  return (
    <div className="home">
      <header className="home__bar">
        <span className="top-bar__brand">
          <Mark /> {s.shared.appName}
        </span>
        <Appearance />
      </header>
      <main className="home__main pm-stack">
        {children}
        <div id="overlays" />
      </main>
    </div>
  );
}
