import type { ReactNode } from 'react';
import './page.css';

export type Tone = 'accepted' | 'held' | 'rejected' | 'skipped' | 'accent';

/** A state in words, with a colour that never says more than the words. */
export function Tag({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`tag tag--${tone}`}>{children}</span>;
}
