import { Component, type ReactNode } from 'react';
import { BrokenScreen } from './frame/broken-screen.tsx';

/** Keeps a mistake of one screen from taking the window with it. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <BrokenScreen /> : this.props.children;
  }
}
