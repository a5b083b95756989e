import { families } from '../families/registry';
import { takesRank } from '../families/suits';
import { kinds } from '../kinds/registry';
import type { Run } from '../protocol/model';

/** Whether of two labels one is an event to be found among quiet samples: so it is of the kinds of data that say so. */
export const isDetection = ({ params }: Pick<Run, 'params'>): boolean =>
  kinds.all.some(({ rank, holdsEvents }) => {
    const family = families.find(String(params.family));
    return holdsEvents && family !== undefined && takesRank(family, rank);
  });
