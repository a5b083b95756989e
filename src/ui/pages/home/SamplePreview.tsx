/** A small drawing of what each sample looks like; a sketch, not a chart: no axes, no values. */
import type { Sample } from './samples';

/** Petal length and width of some Iris flowers (cm), per species. */
const flowers: [length: number, width: number][][] = [
  [
    [1.4, 0.2],
    [1.3, 0.2],
    [1.5, 0.2],
    [1.7, 0.4],
    [1.4, 0.3],
    [1.5, 0.1],
    [1.6, 0.2],
    [1.1, 0.1],
    [1.9, 0.4],
  ],
  [
    [4.7, 1.4],
    [4.5, 1.5],
    [4.9, 1.5],
    [4, 1.3],
    [3.3, 1],
    [3.9, 1.4],
    [3.5, 1],
    [4.2, 1.5],
    [4.1, 1],
    [4.8, 1.8],
  ],
  [
    [6, 2.5],
    [5.1, 1.9],
    [5.9, 2.1],
    [5.6, 1.8],
    [5.8, 2.2],
    [6.6, 2.1],
    [4.5, 1.7],
    [6.3, 1.8],
    [6.1, 2.5],
    [5, 2],
  ],
];

const leaving = [0.78, 0.56, 0.44, 0.33, 0.27, 0.2, 0.15, 0.12];

const houses: [area: number, price: number][] = [
  [8, 10],
  [14, 16],
  [18, 13],
  [24, 22],
  [29, 20],
  [33, 30],
  [38, 26],
  [43, 34],
  [48, 38],
  [52, 33],
  [58, 43],
  [63, 40],
  [68, 49],
  [74, 46],
  [80, 54],
  [86, 51],
  [91, 58],
];

/** A wave that quickens and grows until it ends. */
const chirpPath = Array.from({ length: 93 }, (_, i) => {
  const left = 92 - i;
  const height = 3 + 20 * (1 - left / 92) ** 2;
  const y = i > 86 ? 32 : 32 - height * Math.cos(4.1 * left ** 0.625);
  return `${i === 0 ? 'M' : 'L'}${4 + i} ${y.toFixed(1)}`;
}).join('');

function Drawing({ id }: { id: Sample['id'] }) {
  if (id === 'iris')
    return flowers.map((points, species) => (
      <g key={species} fill={`var(--class-${species})`}>
        {points.map(([length, width]) => (
          <circle key={`${length} ${width}`} cx={length * 14 + 2} cy={62 - width * 21} r="2.6" />
        ))}
      </g>
    ));
  if (id === 'churn')
    return leaving.map((share, index) => (
      <g key={share}>
        <rect x={6 + index * 11.5} y="6" width="8" height="52" rx="1" fill="var(--class-0)" opacity="0.28" />
        <rect
          x={6 + index * 11.5}
          y={58 - share * 52}
          width="8"
          height={share * 52}
          rx="1"
          fill="var(--class-1)"
        />
      </g>
    ));
  if (id === 'movingGaussians')
    return [0.18, 0.36, 0.6, 1].map((opacity, i) => (
      <circle key={opacity} cx={18 + i * 21} cy={46 - i * 9} r="9" fill="var(--class-0)" opacity={opacity} />
    ));
  if (id === 'chirpDetector')
    return <path d={chirpPath} stroke="var(--class-0)" strokeWidth="1.6" fill="none" />;
  if (id === 'advectedField')
    return [0, 1, 2, 3].map((line) => (
      <path
        key={line}
        d={`M4 ${14 + line * 12}c16 -14 24 12 42 0s30 10 50 -4`}
        stroke={`var(--class-${line % 2})`}
        strokeWidth="1.6"
        fill="none"
      />
    ));
  if (id === 'beatingPhantom')
    return (
      <g fill="none" stroke="var(--class-0)" strokeWidth="1.6">
        <ellipse cx="50" cy="32" rx="40" ry="27" opacity="0.45" />
        <circle cx="50" cy="32" r="18" />
        <circle cx="50" cy="32" r="13" strokeDasharray="3 3" />
        <path d="M64 21a18 18 0 0 1 4 13" stroke="var(--class-1)" strokeWidth="4" />
      </g>
    );
  return (
    <>
      <path d="M4 57 96 6" stroke="var(--class-1)" strokeWidth="1.5" fill="none" />
      <g fill="var(--class-0)">
        {houses.map(([area, price]) => (
          <circle key={area} cx={area} cy={62 - price} r="2.4" />
        ))}
      </g>
    </>
  );
}

export function SamplePreview({ id }: { id: Sample['id'] }) {
  return (
    <svg viewBox="0 0 100 64" width="100" height="64" aria-hidden>
      <Drawing id={id} />
    </svg>
  );
}
