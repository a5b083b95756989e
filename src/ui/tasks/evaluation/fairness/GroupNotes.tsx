/** What is compared, or why there is nothing to compare. */
import type { ReactNode } from 'react';
import { errorInfoOf } from '#/ui/components/ErrorNote';
import classes from '../evaluation.module.css';
import type { Segmented } from '../useSegments';

export function GroupNotes({
  grouped: { field, segments, failure },
  children,
}: {
  grouped: Segmented;
  children: ReactNode;
}) {
  if (failure !== undefined)
    return <p className={classes.warning}>The column cannot be read: {errorInfoOf(failure).message}</p>;
  if (!segments) return <p className="quiet">Reading the values</p>;
  if (segments.length < 2)
    return (
      <p className={classes.warning}>
        All these rows have the same value in {field?.name}: there are no groups to compare. Choose another
        column.
      </p>
    );
  return children;
}
