/** How a family learns: the name under which a way of learning is found, and which settings mean something to it. How it runs is engine/learners. */
import type { TrainConfig } from '../protocol/train';

export type TrainSetting = keyof TrainConfig;

export interface LearnerDef {
  type: string;
  title: string;
  /** Learns the weights of the network that the family builds. */
  network: boolean;
  /** It only asks a model that is there: no row is learnt from. */
  learns?: false;
  /** It chooses something of the model by the validation rows, whatever ends the training. */
  needsValidation?: true;
  /** A training setting that changes what it learns. The form shows no others. */
  heeds(setting: TrainSetting): boolean;
}
