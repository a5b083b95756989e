/** What is wrong, told at its place. */
import type { MappingPlace, MappingProblem } from '#/core/grid/checkMapping';
import classes from './grid.module.css';

export function Problem({
  problems,
  at,
}: {
  problems: readonly MappingProblem[];
  at: MappingPlace | readonly MappingPlace[];
}) {
  const places = typeof at === 'string' ? [at] : at;
  const found = problems.find((problem) => places.includes(problem.at));
  if (!found) return null;
  return (
    <p className={classes.problem} role="alert">
      {found.message} <span className={classes.hint}>{found.hint}</span>
    </p>
  );
}
