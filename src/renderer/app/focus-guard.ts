import { useEffect } from 'react';

/**
 * When the element that had the focus goes away (an upload began and its button with it), the focus moves to the
 * screen's heading. Left alone it would fall to the page's start, and a keyboard would have to begin anew.
 */
export function useFocusGuard(): void {
  useEffect(() => {
    let last: Element | null = null;
    const remember = ({ target }: FocusEvent) => {
      last = target instanceof Element ? target : null;
    };
    const rescue = () => {
      if (!last || last.isConnected || document.activeElement !== document.body) return;
      last = null;
      document.querySelector('h1')?.focus({ preventScroll: true });
    };
    const observer = new MutationObserver(rescue);
    observer.observe(document.body, { childList: true, subtree: true });
    document.addEventListener('focusin', remember);
    return () => {
      observer.disconnect();
      document.removeEventListener('focusin', remember);
    };
  }, []);
}
