/** The program's mark: two lenses. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" width="24" height="24" aria-hidden>
      <rect width="32" height="32" rx="7" />
      <g fill="none" strokeWidth="2.4">
        <circle cx="10.5" cy="16" r="5" />
        <circle cx="21.5" cy="16" r="5" />
      </g>
    </svg>
  );
}
