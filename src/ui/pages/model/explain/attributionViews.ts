/** How each form of attribution is shown. */
import type { ComponentType } from 'react';
import type { Attribution, AttributionForm } from '#/core/explain/attribution';
import type { Peak } from '#/core/explain/summarize';
import type { ModelVersion } from '#/core/protocol/model';
import type { SampleOf } from '#/ui/viewers/grid/sampleBox';

export interface AttributionViewProps<A extends Attribution = Attribution> {
  found: A;
  version: ModelVersion;
  /** The sample that was explained; of a whole model the first. */
  of: SampleOf;
  largest?: Peak;
  /** Start of the names of exported files. */
  fileName: string;
}

export type AttributionViews = {
  [F in AttributionForm]: ComponentType<AttributionViewProps<Extract<Attribution, { form: F }>>>;
};
