/** The mark: four nodes, every pair joined. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden>
      <path
        d="M12 3.5 3.5 19h17L12 3.5Zm0 0v10.2m0 0L3.5 19m8.5-5.3 8.5 5.3"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <g fill="currentColor">
        <circle cx="12" cy="3.5" r="2.6" />
        <circle cx="3.5" cy="19" r="2.6" />
        <circle cx="20.5" cy="19" r="2.6" />
        <circle cx="12" cy="13.7" r="2.6" />
      </g>
    </svg>
  );
}
