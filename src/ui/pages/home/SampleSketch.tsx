import type { SketchShape } from '#/core/samples/make/sketch';

/** What a sample looks like, roughly. */
export function SampleSketch({ shapes }: { shapes: readonly SketchShape[] }) {
  return (
    <svg viewBox="0 0 100 64" width="84" height="54" aria-hidden>
      {shapes.map(({ path, color, line, opacity, dashed }) => (
        <path
          key={`${path} ${color}`}
          d={path}
          opacity={opacity}
          fill={line ? 'none' : `var(--class-${color})`}
          stroke={line ? `var(--class-${color})` : undefined}
          strokeWidth={line}
          strokeDasharray={dashed ? '3 3' : undefined}
        />
      ))}
    </svg>
  );
}
