import type { ReactNode } from 'react';

interface StatusProps {
  readonly className?: string;
  readonly id?: string;
  readonly testId?: string;
  readonly children: ReactNode;
}

/** Text that is read out, politely, when it changes. It is there before the text is, or nothing would be read. */
export function Status({ className, id, testId, children }: StatusProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- <output> may not contain paragraphs and lists
    <div role="status" className={className} id={id} data-testid={testId}>
      {children}
    </div>
  );
}
