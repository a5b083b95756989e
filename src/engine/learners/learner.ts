/** The contract of a learner: prepared data in, a body out, everything worth telling through the run's record on the way. */
import type { KeptRows } from '#/core/tasks/keptRows';
import type { LeadScore } from '#/core/evaluation/forecastSkill';
import type { ModelBody } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import type { BackendName, TaskSpec, TrainRequest } from '#/core/protocol/train';
import type { PreparedData, Split } from '../kinds/preparedData';
import type { RunRecord } from '../train/record/runRecord';
import type { RunDeps } from '../train/runDeps';
import type { ComparedFigures, KeptPlaces } from '../train/trainSpec';

export interface LearnerJob {
  request: TrainRequest;
  data: PreparedData;
  /** Rows of each part whose answers are kept. */
  keep: KeptPlaces;
  /** Where it goes on from a version: rows on which both are judged. */
  compared?: readonly Split[];
  /** Of the data, in memory. */
  allowedBytes: number;
  record: RunRecord;
  deps: RunDeps;
}

export interface Learnt {
  /** Puts its blobs; called inside the write that commits the version. */
  body(blobs: Pick<Storage['blobs'], 'put'>): Promise<ModelBody>;
  metrics: Record<string, number>;
  /** 0 where no pass was better than another. */
  bestEpoch: number;
  step: number;
  stoppedEarly: boolean;
  /** What the body answered on the rows that `keep` names. */
  kept: { val?: KeptRows; test?: KeptRows };
  /** Forecast: what the validation windows came to, by channel and lead time. */
  leads?: LeadScore[][];
  /** With what of it only learning found: groups, a threshold. */
  task?: TaskSpec;
  /** What is worth knowing of the result, in words. */
  warnings?: string[];
  compared?: ComparedFigures[];
  backend: BackendName;
  backendReason: string;
}

export interface Learner {
  type: string;
  /** Goes on from the newest checkpoint of the record where there is one. */
  learn(job: LearnerJob): Promise<Learnt>;
}
