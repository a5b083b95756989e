import { families } from '../families/registry';
import { kinds } from '../kinds/registry';
import type { Run } from '../protocol/model';

/** Whether of two labels one is an event to be found among quiet samples: so it is of the kinds of data that say so. */
export const isDetection = ({ params }: Pick<Run, 'params'>): boolean =>
  kinds.all.some(
    ({ rank, holdsEvents }) => holdsEvents && rank === families.find(String(params.family))?.rank,
  );
