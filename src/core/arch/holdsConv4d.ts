import { layers } from '../layers/registry';
import type { ArchSpec } from './archSpec';

/** Whether an export of this network has a choice between folded and native convolutions. */
export const holdsConv4d = (arch: ArchSpec): boolean =>
  arch.nodes.some(({ type }) => layers.get(type).conv4d === true);
