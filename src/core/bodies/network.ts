/** A network with its weights: the body that training by gradients makes. */
import type { ArchSpec } from '../arch/archSpec';
import type { BlobRef } from '../protocol/dataset';
import type { ModelBody, WeightRef } from '../protocol/model';
import { defineBody } from './bodyDef';

export interface NetworkBody {
  arch: ArchSpec;
  weights: { blob: BlobRef; tensors: WeightRef[] };
}

export const network = defineBody<NetworkBody>({
  type: 'network',
  title: 'Network',
  blobs: ({ weights }) => [weights.blob],
  describe: ({ arch }) => arch.nodes.map(({ type }) => type).join(' → '),
});

export const networkBody = (spec: NetworkBody): ModelBody => ({ type: network.type, spec });

/** Undefined where the body is of another type. */
export const networkOf = ({ body }: { body: ModelBody }): NetworkBody | undefined =>
  body.type === network.type ? (body.spec as NetworkBody) : undefined;
