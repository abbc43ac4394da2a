import type { ReactNode } from 'react';

/** A table that scrolls in its own box when it is wider than the screen, with the keyboard too. */
export function TableBox({ label, children }: { label: string; children: ReactNode }) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must take the focus, and none of the tags named is one
    <div className="pm-table-box" role="group" aria-label={label} tabIndex={0}>
      <table className="pm-table">{children}</table>
    </div>
  );
}
